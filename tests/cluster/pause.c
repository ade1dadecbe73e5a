/* Holds a pod's namespaces open: reaps what is orphaned into it, and leaves when it is told to. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  sigset_t signals;
  int signal_number;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, 0);
  while (sigwait(&signals, &signal_number) == 0 && signal_number == SIGCHLD) {
    while (waitpid(-1, 0, WNOHANG) > 0) {
    }
  }
  return 0;
}
