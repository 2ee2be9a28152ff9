import SCSI
import Testing

struct UnitAttentionsTests {
    @Test func `they are reported in the fixed order of their bits`() {
        let order: [(UnitAttentions, UInt16)] = [
            (.powerOn, 0x2900), (.hardReset, 0x2902), (.deviceReset, 0x2903), (.nexusLoss, 0x2907),
            (.registrationsPreempted, 0x2a05), (.reservationsPreempted, 0x2a03), (.reservationsReleased, 0x2a04),
            (.commandsCleared, 0x2f00), (.capacityChanged, 0x2a09), (.modeParametersChanged, 0x2a01),
        ]
        var waiting = UnitAttentions(rawValue: .max)
        for (index, (attention, reason)) in order.enumerated() {
            #expect(attention.rawValue == 1 << UInt32(index))
            #expect(waiting.first == attention)
            #expect(waiting.sense == Sense(.unitAttention, AdditionalSense(rawValue: reason)))
            waiting.subtract(attention)
        }
        #expect(waiting.first == nil)
        #expect(waiting.sense == nil)
    }

    @Test func `posting one twice is posting it once`() {
        var waiting: UnitAttentions = []
        waiting.insert(.nexusLoss)
        waiting.insert(.nexusLoss)
        waiting.subtract(.nexusLoss)
        #expect(waiting.isEmpty)
    }
}
