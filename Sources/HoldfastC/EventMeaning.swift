internal import BlockSchema
internal import CHoldfast
internal import Holdfast
internal import JSON
internal import QAPI

/// What C programs are told of an event besides its JSON.
struct EventMeaning {
    var kind = HF_EVENT_OTHER
    var value: UInt64 = 0
    var node = ""
    var id = ""

    private init(_ kind: Int, _ value: UInt64 = 0, node: String = "", id: String = "") {
        (self.kind, self.value, self.node, self.id) = (kind, value, node, id)
    }

    init(_ data: any QAPIEventData) {
        switch data {
        case let event as BlockResizedEvent:
            self.init(HF_EVENT_RESIZED, UInt64(clamping: event.size), node: event.nodeName)
        case let event as BlockWriteThresholdEvent:
            self.init(HF_EVENT_WRITE_THRESHOLD, event.amountExceeded, node: event.nodeName)
        case let event as BlockIoErrorEvent:
            self.init(
                HF_EVENT_IO_ERROR, UInt64(event.action.code), node: event.nodeName ?? "", id: event.device)
        case let event as PrManagerStatusChangedEvent:
            self.init(HF_EVENT_MANAGER_STATUS, event.connected ? 1 : 0, id: event.id)
        case let event as PrReservationChangedEvent:
            self.init(HF_EVENT_RESERVATION_CHANGED, UInt64(event.generation), node: event.nodeName, id: event.id)
        case let event as PrFencedEvent:
            self.init(HF_EVENT_FENCED, event.local ? 1 : 0, node: event.nodeName, id: event.id)
        case let event as PrStuckEvent:
            self.init(HF_EVENT_STUCK, UInt64(clamping: event.process ?? 0), node: event.nodeName, id: event.id)
        case let event as PrStateLostEvent:
            self.init(HF_EVENT_STATE_LOST, node: event.nodeName, id: event.id)
        case let event as BlockEngineFallbackEvent:
            self.init(HF_EVENT_ENGINE_FALLBACK, node: event.nodeName)
        default:
            self.init(HF_EVENT_OTHER)
        }
    }
}

extension BlockErrorAction {
    /// The number of C programs: an HF_ACTION_*.
    var code: Int32 {
        switch self {
        case .ignore: Int32(HF_ACTION_IGNORE)
        case .report: Int32(HF_ACTION_REPORT)
        case .stop: Int32(HF_ACTION_STOP)
        }
    }
}
