import Sys
import Testing

@Suite struct ErrnoTests {
    @Test(
        "Constants have the kernel's numbers and names",
        arguments: [
            (Errno.notPermitted, 1, "EPERM"), (.noEntry, 2, "ENOENT"), (.interrupted, 4, "EINTR"), (.ioError, 5, "EIO"),
            (.noSuchAddress, 6, "ENXIO"), (.badDescriptor, 9, "EBADF"), (.again, 11, "EAGAIN"),
            (.noMemory, 12, "ENOMEM"),
            (.accessDenied, 13, "EACCES"), (.busy, 16, "EBUSY"), (.exists, 17, "EEXIST"), (.noDevice, 19, "ENODEV"),
            (.isDirectory, 21, "EISDIR"), (.invalidArgument, 22, "EINVAL"), (.notTypewriter, 25, "ENOTTY"),
            (.fileTooLarge, 27, "EFBIG"), (.noSpace, 28, "ENOSPC"), (.readOnlyFileSystem, 30, "EROFS"),
            (.outOfRange, 34, "ERANGE"), (.noSystemCall, 38, "ENOSYS"), (.reservationConflict, 52, "EBADE"),
            (.timeExpired, 62, "ETIME"), (.overflow, 75, "EOVERFLOW"), (.notSupported, 95, "EOPNOTSUPP"),
            (.shutDown, 108, "ESHUTDOWN"), (.noMedium, 123, "ENOMEDIUM"), (.canceled, 125, "ECANCELED"),
        ] as [(Errno, Int32, String)])
    func constants(error: Errno, number: Int32, name: String) {
        #expect(error.rawValue == number)
        // The C library knows EOPNOTSUPP by its other name.
        #expect(error.name == name || (name == "EOPNOTSUPP" && error.name == "ENOTSUP"))
    }

    @Test("A negative result and the number are each other's inverse")
    func results() {
        #expect(Errno(result: -28) == .noSpace)
        #expect(Errno.noSpace.result == -28)
    }

    @Test("The description has the kernel's sentence and the name")
    func description() {
        #expect("\(Errno.noSpace)" == "No space left on device (ENOSPC)")
        #expect("\(Errno(rawValue: 4000))" == "errno 4000")
    }
}
