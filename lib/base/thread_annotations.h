// Lock rules that clang checks at compile time: which mutex guards a member, which function needs the mutex held.
//
//   base::Mutex mutex_;
//   std::string queue_ GUARDED_BY(mutex_);
//   void Flush() REQUIRES(mutex_);
//   ...
//   const base::MutexLock lock(mutex_);
//
// scripts/lint.sh compiles with -Wthread-safety and fails on each violation. GCC ignores the annotations. The standard
// library's std::mutex carries no annotations on Linux, therefore Mutex, MutexLock and Condition wrap it; they add no
// state and no behaviour. Reference: https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
#pragma once

#include <condition_variable>
#include <mutex>

#ifdef __clang__
#define GUARD_ANNOTATION(x) __attribute__((x))
#else
#define GUARD_ANNOTATION(x)
#endif

// On a data member: read and written only while the mutex is held.
#define GUARDED_BY(mutex) GUARD_ANNOTATION(guarded_by(mutex))
// On a pointer member: what the pointer points to is read and written only while the mutex is held.
#define PT_GUARDED_BY(mutex) GUARD_ANNOTATION(pt_guarded_by(mutex))
// On a function: the caller holds the mutex.
#define REQUIRES(...) GUARD_ANNOTATION(requires_capability(__VA_ARGS__))
// On a function: the caller does not hold the mutex, because the function locks it.
#define EXCLUDES(...) GUARD_ANNOTATION(locks_excluded(__VA_ARGS__))
// On a function: locks or unlocks the mutex; without an argument, the object itself.
#define ACQUIRE(...) GUARD_ANNOTATION(acquire_capability(__VA_ARGS__))
#define RELEASE(...) GUARD_ANNOTATION(release_capability(__VA_ARGS__))
// On a class: can be named in the annotations above; locks in its constructor and unlocks in its destructor.
#define CAPABILITY(name) GUARD_ANNOTATION(capability(name))
#define SCOPED_CAPABILITY GUARD_ANNOTATION(scoped_lockable)
// On a function whose locking clang cannot follow. State the reason beside each use.
#define NO_THREAD_SAFETY_ANALYSIS GUARD_ANNOTATION(no_thread_safety_analysis)

namespace base {

// std::mutex, annotated. Not recursive.
class CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ACQUIRE() { mutex_.lock(); }
  void Unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

// Holds a mutex for a scope. The mutex outlives the lock.
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// std::condition_variable for a Mutex. Wait in a loop that tests the condition: clang then sees that the mutex is held.
class Condition {
 public:
  // Unlocks the mutex, waits for a notification, locks the mutex again. May return without a notification.
  void Wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();  // The caller's lock stays in charge.
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace base
