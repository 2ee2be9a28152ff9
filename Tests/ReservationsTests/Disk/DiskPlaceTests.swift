import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Reservations

@Suite struct DiskPlaceTests {
    @Test func `a file that takes another's place is at the same place`() throws {
        let folder = try StoreFolder()
        let path = "\(folder.path)/disk.img"
        let first = try System.open(path, [.readWrite, .create])
        let place = try #require(DiskPlace.find(first.rawValue))
        #expect(place.count == 32)
        let other = try System.open("\(folder.path)/other.img", [.readWrite, .create])
        #expect(try #require(DiskPlace.find(other.rawValue)) != place)
        try System.rename(path, to: "\(folder.path)/old.img")
        let second = try System.open(path, [.readWrite, .create])
        #expect(DiskPlace.find(second.rawValue) == place)
        #expect(try #require(DiskPlace.find(first.rawValue)) != place)
    }

    @Test func `the same name in another folder is another place`() throws {
        let (folder, other) = (try StoreFolder(), try StoreFolder())
        let places = try [folder, other].map { folder in
            let file = try System.open("\(folder.path)/disk.img", [.readWrite, .create])
            return try #require(DiskPlace.find(file.rawValue))
        }
        #expect(places[0] != places[1])
    }

    @Test func `a device and a file without a name have none`() throws {
        let null = try System.open("/dev/null", .readOnly)
        #expect(DiskPlace.find(null.rawValue) == nil)
        let image = try TemporaryImage(size: 1)
        unlink(image.path)
        #expect(DiskPlace.find(image.descriptor) == nil)
    }
}
