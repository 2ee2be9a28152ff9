import Testing

@testable import QAPISchema

struct SwiftNameTests {
    @Test(arguments: [
        ("filename", "filename"), ("pr-manager", "prManager"), ("io_uring", "ioUring"),
        ("x-check-cache-dropped", "xCheckCacheDropped"),
        ("bps_rd", "bpsRd"), ("null-co", "nullCo"), ("2.5", "_25"), ("in", "`in`"), ("default", "`default`"),
        ("TLS", "tls"),
        ("__org.example_x-y", "orgExampleXY"),
    ])
    func `a member's name is in lower camel case`(name: String, expected: String) {
        #expect(SwiftName.member(name) == expected)
    }

    @Test(arguments: [
        ("BLOCK_IO_ERROR", "BlockIoError"), ("block-core", "BlockCore"), ("BlockdevRef", "BlockdevRef"), ("qom", "Qom"),
    ])
    func `a type's name is in upper camel case`(name: String, expected: String) {
        #expect(SwiftName.type(name) == expected)
    }
}
