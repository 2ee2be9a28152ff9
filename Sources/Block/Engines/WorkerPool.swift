internal import Glibc
package import Sys

/// A bounded set of named threads for what the kernel only does while one waits: SG_IO, ioctls, allocation, and all
/// requests of nodes with `aio=threads`.
package final class WorkerPool {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let factory: ThreadFactory
    private let name: String
    /// How many threads there may be.
    package let limit: Int
    private var queue = WorkerChain()
    private var waiting = 0
    private var running = 0
    private var started = 0
    private var stops = false

    /// Makes a pool that starts its threads when there is work for them.
    package init(factory: ThreadFactory, name: String = "hf-worker", limit: Int = 64) {
        self.factory = factory
        self.name = name
        self.limit = max(1, limit)
        mutex.initialize(to: pthread_mutex_t())
        work.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(work, nil)
    }

    deinit {
        pthread_cond_destroy(work)
        pthread_mutex_destroy(mutex)
        work.deallocate()
        mutex.deallocate()
    }

    /// Starts all threads now, for callers that allow none later.
    package func start() throws(Errno) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while started < limit { try startOne() }
    }

    /// Lets the threads go when their work is done, and refuses later jobs.
    ///
    /// The pool lives until they are gone.
    package func stop() {
        pthread_mutex_lock(mutex)
        stops = true
        pthread_cond_broadcast(work)
        pthread_mutex_unlock(mutex)
    }

    /// Jobs that wait for a thread, and jobs that have one.
    package var load: (queued: Int, running: Int) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return (queue.count, running)
    }

    private func startOne() throws(Errno) {
        started += 1
        do throws(Errno) {
            // Held while it runs: a pool with threads isn't freed.
            try factory.start("\(name)-\(started)") { self.runJobs() }
        } catch {
            started -= 1
            throw error
        }
    }

    /// Queues jobs, whose memory must stay until their notes arrive; EAGAIN when no thread can take them.
    ///
    /// One thread is woken or started; it sees to the next when there is more to do than it takes itself.
    func submit(_ jobs: WorkerChain) throws(Errno) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !stops else { throw .again }
        let before = queue
        queue.append(jobs)
        do throws(Errno) {
            try callThread()
        } catch {
            // Slower with fewer threads, but not lost; without any there is nobody.
            guard started > 0 else {
                queue = before
                throw .again
            }
        }
    }

    /// Makes sure that somebody comes for the queue's first job.
    private func callThread() throws(Errno) {
        if waiting > 0 {
            pthread_cond_signal(work)
        } else if started < limit {
            try startOne()
        }
    }

    /// Takes a job back that no thread has begun; false when one has.
    func withdraw(_ job: UnsafeMutablePointer<WorkerJob>) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return queue.remove(job)
    }

    private func runJobs() {
        pthread_mutex_lock(mutex)
        while true {
            while queue.count == 0 && !stops {
                waiting += 1
                pthread_cond_wait(work, mutex)
                waiting -= 1
            }
            guard let job = queue.popFirst() else { break }
            running += 1
            // Without another thread this one comes back for the rest.
            if queue.count > 0 { try? callThread() }
            pthread_mutex_unlock(mutex)
            job.pointee.run()
            // The job's memory belongs to the queue again once the note is posted.
            let mailbox = job.pointee.mailbox
            let (note, slot) = (job.pointee.note, job.pointee.slot)
            job.pointee.mailbox = nil
            job.pointee.driver = nil
            job.pointee.source = nil
            mailbox?.post(note, slot)
            pthread_mutex_lock(mutex)
            running -= 1
        }
        started -= 1
        pthread_mutex_unlock(mutex)
    }
}

// Safety: everything below `mutex` is touched only while it is held.
extension WorkerPool: @unchecked Sendable {}
