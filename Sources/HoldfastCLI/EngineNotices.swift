import BlockSchema
import Holdfast

extension Backend {
    /// Tells people, a line each, when a node gets another engine than it was to have.
    ///
    /// Ends with the returned value.
    func tellOfEngines() -> EventObservation {
        observeEvents { event in
            guard let fallback = event.data as? BlockEngineFallbackEvent else { return }
            Output.error.print(
                "warning: node '\(fallback.nodeName)' is served by aio=\(fallback.engine.rawValue): \(fallback.reason)")
        }
    }
}
