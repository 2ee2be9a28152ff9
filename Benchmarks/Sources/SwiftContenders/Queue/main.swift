import CContenderSupport
import Glibc

exit(contender_main(CommandLine.argc, CommandLine.unsafeArgv, Worker.driver))
