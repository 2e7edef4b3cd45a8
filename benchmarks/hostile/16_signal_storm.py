# attack: storm the processes above with signals, STOP among them
# end: exited signal
# limit: process
import os, signal

alone = os.getpid() < 10
for _ in range(2000):
    for target in {1, os.getppid()} if alone else {os.getppid()}:
        for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGUSR1, signal.SIGCHLD, signal.SIGALRM, signal.SIGCONT):
            try:
                os.kill(target, number)
            except OSError:
                pass
print("contained: still here, and so is what runs us")
