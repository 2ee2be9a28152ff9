// swift-tools-version: 6.3
import PackageDescription

// Measures Holdfast against other programs; see docs/performance.md. A package of its own, so that users of the library
// never fetch or build any of it.

// The contenders that use the data path stand in the package of the library: they measure below its public API.
guard Context.environment["HOLDFAST_BENCHMARKS"] != nil else {
    fatalError("build the benchmarks with `make -C Benchmarks build`; it sets HOLDFAST_BENCHMARKS")
}

let package = Package(
    name: "holdfast-benchmarks",
    products: [.executable(name: "holdfast-bench", targets: ["HoldfastBench"])],
    dependencies: [
        .package(name: "holdfast", path: "../"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // What is measured: processes that run one workload and print one line.
        .executableTarget(
            name: "contender-c-uring", dependencies: [.product(name: "ContenderSupport", package: "holdfast")],
            path: "Sources/CContenders/Uring",
            linkerSettings: [.linkedLibrary("uring")]),
        .executableTarget(
            name: "contender-c-aio", dependencies: [.product(name: "ContenderSupport", package: "holdfast")],
            path: "Sources/CContenders/AIO",
            linkerSettings: [.linkedLibrary("aio")]),
        .executableTarget(
            name: "contender-async",
            dependencies: [
                .product(name: "ContenderSupport", package: "holdfast"),
                .product(name: "Holdfast", package: "holdfast"),
            ], path: "Sources/SwiftContenders/Async"),
        .executableTarget(
            name: "contender-open",
            dependencies: [
                .product(name: "ContenderSupport", package: "holdfast"),
                .product(name: "Holdfast", package: "holdfast"),
            ], path: "Sources/SwiftContenders/Open"),
        .executableTarget(
            name: "contender-reserve",
            dependencies: [
                .product(name: "ContenderSupport", package: "holdfast"),
                .product(name: "Holdfast", package: "holdfast"),
            ], path: "Sources/SwiftContenders/Reserve"),
        .executableTarget(
            name: "contender-parse",
            dependencies: [
                .product(name: "ContenderSupport", package: "holdfast"), .product(name: "JSON", package: "holdfast"),
                .product(name: "BlockSchema", package: "holdfast"),
            ], path: "Sources/SwiftContenders/Parse"),

        // What measures.
        .target(name: "BenchmarkKit"),
        .executableTarget(
            name: "HoldfastBench",
            dependencies: [
                "BenchmarkKit", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "BenchmarkKitTests", dependencies: ["BenchmarkKit"]),
    ],
    swiftLanguageModes: [.v6]
)

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
for target in package.targets {
    target.swiftSettings = swiftSettings + (target.swiftSettings ?? [])
}
