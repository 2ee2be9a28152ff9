// swift-tools-version: 6.3
import PackageDescription

// The rooms and who may import whom are described in docs/architecture.md; dependencies point downwards only.

/// Builds the libFuzzer driver (`make fuzz`): its entry point clashes with ordinary executables.
let fuzzing = Context.environment["HOLDFAST_FUZZING"] != nil
/// Adds the contenders of Benchmarks/ that measure below the public API (`make bench`).
let benchmarking = Context.environment["HOLDFAST_BENCHMARKS"] != nil
/// Adds the DocC plugin (`make docs`), which users of the package never need.
let buildingDocs = Context.environment["HOLDFAST_DOCS"] != nil

let package = Package(
    name: "holdfast",
    products: [
        .library(name: "Holdfast", targets: ["Holdfast"]),
        .library(name: "QAPISchema", targets: ["QAPISchema"]),
        .library(name: "JSON", targets: ["JSON"]),
        .executable(name: "holdfast", targets: ["HoldfastCLI"]),
        // Installed as libholdfast.so.0 by `make install`, which see: nothing in this package can link it.
        .library(name: "holdfast-c", type: .dynamic, targets: ["HoldfastC"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Pure: no I/O, no clock, neither Foundation nor Glibc.
        .target(name: "JSON"),
        .target(name: "Spelling"),
        .target(name: "QAPISchema", dependencies: ["JSON", "Spelling"]),
        .target(name: "QAPI", dependencies: ["JSON", "Spelling"]),
        .target(name: "ObjectModel", dependencies: ["JSON"]),
        .target(name: "SCSI"),
        .target(name: "PRWire", dependencies: ["SCSI"]),
        .target(name: "BlockSchema", dependencies: ["JSON", "QAPI"], exclude: ["Schemas"]),

        // The kernel: C shims and system libraries, then the typed calls over them.
        .target(name: "CLinuxShims"),
        .systemLibrary(name: "CLiburing", pkgConfig: "liburing", providers: [.apt(["liburing-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "Sys", dependencies: ["CLinuxShims"]),

        // The data path, in one module.
        .target(name: "Block", dependencies: ["CLiburing", "CLinuxShims", "SCSI", "Sys"]),

        // Reservations: on devices of the host, and the kinds of managers.
        .target(name: "PRDevice", dependencies: ["PRWire", "SCSI", "Sys"]),
        .target(
            name: "Reservations", dependencies: ["Block", "CSQLite", "JSON", "ObjectModel", "PRWire", "SCSI", "Sys"]),

        // The facade and the tools.
        .target(
            name: "Holdfast",
            dependencies: ["JSON", "QAPI", "ObjectModel", "BlockSchema", "Block", "Reservations", "SCSI", "Sys"]),
        .target(name: "SchemaDisk", dependencies: ["QAPISchema"]),
        .target(name: "CHoldfast", exclude: ["holdfast.pc.in"]),
        .target(
            name: "HoldfastC",
            dependencies: ["CHoldfast", "Holdfast", "Block", "BlockSchema", "JSON", "QAPI", "SCSI", "Sys"],
            exclude: ["exports.map"],
            linkerSettings: [
                .unsafeFlags([
                    "-use-ld=lld", "-Xlinker", "-soname=libholdfast.so.0", "-Xlinker", "--icf=safe",
                    "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/HoldfastC/exports.map",
                ])
            ]),
        .executableTarget(name: "HoldfastGenerate", dependencies: ["QAPISchema", "SchemaDisk"]),
        .executableTarget(
            name: "HoldfastCLI",
            dependencies: [
                "Holdfast", "QAPISchema", "SchemaDisk", "BlockSchema", "QAPI", "JSON", "SCSI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests mirror the sources.
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "QAPISchemaTests", dependencies: ["QAPISchema", "JSON", "Spelling"]),
        .testTarget(name: "QAPITests", dependencies: ["QAPI", "JSON"]),
        .testTarget(name: "ObjectModelTests", dependencies: ["ObjectModel", "JSON"]),
        .testTarget(name: "SysTests", dependencies: ["Sys"]),
        .testTarget(name: "SCSITests", dependencies: ["SCSI"]),
        .testTarget(name: "PRWireTests", dependencies: ["PRWire", "SCSI"]),
        .target(name: "BlockTestSupport", dependencies: ["Block", "SCSI", "Sys"], path: "Tests/BlockTestSupport"),
        .testTarget(name: "BlockTests", dependencies: ["Block", "BlockTestSupport", "SCSI", "Sys"]),
        .testTarget(name: "Conformance", dependencies: ["Block", "BlockTestSupport", "Sys"]),
        .testTarget(name: "PRDeviceTests", dependencies: ["PRDevice", "PRWire", "SCSI", "Sys"]),
        .target(
            name: "ReservationTestSupport", dependencies: ["PRWire", "SCSI", "Sys"],
            path: "Tests/ReservationTestSupport"),
        .testTarget(
            name: "ReservationsTests",
            dependencies: [
                "Block", "BlockTestSupport", "CSQLite", "JSON", "ObjectModel", "PRWire", "Reservations",
                "ReservationTestSupport", "SCSI", "Sys",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "BlockSchemaTests", dependencies: ["BlockSchema", "QAPISchema", "SchemaDisk", "QAPI", "JSON"]),
        .testTarget(
            name: "HoldfastTests",
            dependencies: [
                "Holdfast", "BlockSchema", "BlockTestSupport", "ObjectModel", "QAPI", "JSON", "Reservations",
                "ReservationTestSupport", "SCSI", "Sys",
            ]),
        .testTarget(
            name: "InteropTests",
            dependencies: [
                "Holdfast", "Block", "BlockSchema", "PRDevice", "PRWire", "QAPI", "ReservationTestSupport",
                "Reservations", "SCSI", "Sys",
            ],
            path: "Tests/Interop"),
        .executableTarget(name: "seccomp-launcher", path: "Tests/SeccompLauncher"),
        .testTarget(
            name: "HoldfastCLITests",
            dependencies: ["JSON", "QAPISchema", "ReservationTestSupport", "SCSI", "Sys", "seccomp-launcher"]),
        .executableTarget(
            name: "fence-peer",
            dependencies: [
                "Block", "BlockSchema", "Holdfast", "JSON", "QAPI", "Reservations", "ReservationTestSupport", "SCSI",
                "Sys",
            ],
            path: "Tests/FencePeer"),
        .testTarget(
            name: "FenceProof",
            dependencies: ["Block", "Reservations", "ReservationTestSupport", "SCSI", "Sys", "fence-peer"],
            path: "Tests/FenceProof"),
        .testTarget(name: "ArchitectureTests"),
        .target(
            name: "FuzzTargets", dependencies: ["JSON", "QAPISchema", "QAPI", "SCSI", "PRWire", "Reservations"],
            path: "Tests/Fuzz/Targets"),
        .testTarget(name: "FuzzReplayTests", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/ReplayTests"),
    ],
    swiftLanguageModes: [.v6]
)

if fuzzing {
    package.targets.append(
        .executableTarget(
            name: "holdfast-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
if benchmarking {
    package.products += [
        .executable(name: "contender-queue", targets: ["ContenderQueue"]),
        .library(name: "ContenderSupport", targets: ["CContenderSupport"]),
        .library(name: "BlockSchema", targets: ["BlockSchema", "QAPI"]),
    ]
    package.targets += [
        .target(name: "CContenderSupport", path: "Benchmarks/Sources/CContenders/Support"),
        .executableTarget(
            name: "ContenderQueue", dependencies: ["Block", "CContenderSupport"],
            path: "Benchmarks/Sources/SwiftContenders/Queue"),
    ]
}
if buildingDocs {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = swiftSettings + (target.swiftSettings ?? [])
}
