package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filters decide, asked of the filters themselves. */
class SystemCallFilterTest {

  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;
  private static final int SOCKET = 41;
  private static final int CLONE = 56;
  private static final int IOCTL = 16;
  private static final long HIGH = 1L << 32;

  @BeforeEach
  void onlyOnLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "filters exist on Linux only");
  }

  private static String decide(String filter, int call, long... arguments) throws IOException {
    return FilterMachine.load("amd64", filter + ".bpf")
        .decide(FilterMachine.AUDIT_X86_64, call, arguments);
  }

  /** Numbers of x86-64, from the kernel's syscall_64.tbl. */
  @ParameterizedTest
  @CsvSource({
    "add_key,248",
    "request_key,249",
    "keyctl,250",
    "ptrace,101",
    "process_vm_readv,310",
    "process_vm_writev,311",
    "process_madvise,440",
    "process_mrelease,448",
    "kcmp,312",
    "pidfd_getfd,438",
    "bpf,321",
    "perf_event_open,298",
    "userfaultfd,323",
    "io_uring_setup,425",
    "io_uring_enter,426",
    "io_uring_register,427",
    "memfd_secret,447",
    "fanotify_init,300",
    "fanotify_mark,301",
    "mount,165",
    "umount2,166",
    "pivot_root,155",
    "chroot,161",
    "setns,308",
    "unshare,272",
    "open_tree,428",
    "move_mount,429",
    "fsopen,430",
    "fsconfig,431",
    "fsmount,432",
    "fspick,433",
    "mount_setattr,442",
    "open_by_handle_at,304",
    "name_to_handle_at,303",
    "init_module,175",
    "finit_module,313",
    "delete_module,176",
    "kexec_load,246",
    "kexec_file_load,320",
    "reboot,169",
    "swapon,167",
    "swapoff,168",
    "acct,163",
    "quotactl,179",
    "quotactl_fd,443",
    "syslog,103",
    "iopl,172",
    "ioperm,173",
    "vhangup,153",
    "modify_ldt,154",
    "sethostname,170",
    "setdomainname,171",
    "clock_settime,227",
    "clock_adjtime,305",
    "settimeofday,164",
    "adjtimex,159",
    "mbind,237",
    "set_mempolicy,238",
    "migrate_pages,256",
    "move_pages,279",
    "set_mempolicy_home_node,450",
    "uselib,134",
    "ustat,136",
    "sysfs,139",
    "lookup_dcookie,212",
    "nfsservctl,180",
    "_sysctl,156",
    "create_module,174"
  })
  void refuses(String name, int call) throws IOException {
    assertThat(decide("script", call)).as(name).isEqualTo("errno " + EPERM);
    assertThat(decide("landlock", call)).as(name).isEqualTo("errno " + EPERM);
  }

  @ParameterizedTest
  @CsvSource({
    "read,0",
    "mmap,9",
    "clone,56",
    "execve,59",
    "futex,202",
    "openat,257",
    "memfd_create,319",
    "seccomp,317",
    "landlock_create_ruleset,444",
    "landlock_add_rule,445",
    "landlock_restrict_self,446",
    "pidfd_open,434",
    "close_range,436",
    "copy_file_range,326",
    "getrandom,318",
    "epoll_pwait2,441",
    "inotify_init1,294",
    "shmget,29",
    "chmod,90",
    "prctl,157",
    "fchmodat2,452",
    "futex_requeue,456",
    "prlimit64,302",
    "signalfd4,289",
    "ioctl,16",
    "sendto,44"
  })
  void allowsWhatScriptsUse(String name, int call) throws IOException {
    assertThat(decide("script", call)).as(name).isEqualTo("allow");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000})
  void refusesNewNamespacesAndLeavesThreads(long flag) throws IOException {
    assertThat(decide("script", CLONE, flag | 17)).isEqualTo("errno " + EPERM);
    assertThat(decide("script", CLONE, 0x3d0f00)).isEqualTo("allow");
    assertThat(decide("script", 435)).as("clone3").isEqualTo("errno " + ENOSYS);
  }

  @Test
  void refusesTypingIntoATerminal() throws IOException {
    for (long request : new long[] {0x5412, 0x541c, 0x541d, 0x5423, HIGH | 0x5412}) {
      assertThat(decide("script", IOCTL, 0, request)).isEqualTo("errno " + EPERM);
    }
    assertThat(decide("script", IOCTL, 0, 0x5401)).as("TCGETS").isEqualTo("allow");
  }

  @Test
  void knowsFourFamiliesOfSockets() throws IOException {
    for (int family = 0; family < 70; family++) {
      boolean allowed = List.of(1, 2, 10, 16).contains(family);
      assertThat(decide("script", SOCKET, family, 1, 0))
          .as("family %d", family)
          .isEqualTo(allowed ? "allow" : "errno " + EAFNOSUPPORT);
    }
    assertThat(decide("script", SOCKET, HIGH | 40, 1, 0))
        .as("AF_VSOCK in disguise")
        .isEqualTo("errno " + EAFNOSUPPORT);
    assertThat(decide("script", SOCKET, 16, 3, 9)).as("NETLINK_AUDIT").isEqualTo("errno 93");
  }

  @Test
  void otherAbisOfTheProcessorAreClosed() throws IOException {
    FilterMachine filter = FilterMachine.load("amd64", "script.bpf");

    assertThat(filter.decide(FilterMachine.AUDIT_I386, 3)).isEqualTo("kill");
    assertThat(filter.decide(FilterMachine.AUDIT_AARCH64, 0)).isEqualTo("kill");
    assertThat(filter.decide(FilterMachine.AUDIT_X86_64, 0x40000000)).isEqualTo("errno " + ENOSYS);
    assertThat(filter.decide(FilterMachine.AUDIT_X86_64, 0x40000000 | 101))
        .isEqualTo("errno " + ENOSYS);
    assertThat(filter.decide(FilterMachine.AUDIT_X86_64, 457))
        .as("statmount")
        .isEqualTo("errno 38");
  }

  @Test
  void personalityCanBeAskedButNotChanged() throws IOException {
    assertThat(decide("script", 135, 0xffffffffL)).isEqualTo("allow");
    assertThat(decide("script", 135, 0x0040000)).isEqualTo("errno " + EPERM);
  }

  @Test
  void besideOthersOnlyPlainTcpIsLeft() throws IOException {
    for (long family : new long[] {2, 10}) {
      assertThat(decide("landlock", SOCKET, family, 1, 0)).isEqualTo("allow");
      assertThat(decide("landlock", SOCKET, family, 1 | 0x80800, 6)).isEqualTo("allow");
      assertThat(decide("landlock", SOCKET, family, 2, 0)).as("UDP").isEqualTo("errno 1");
      assertThat(decide("landlock", SOCKET, family, 2 | 0x80000, 17)).isEqualTo("errno 1");
      assertThat(decide("landlock", SOCKET, family, HIGH | 2, 0)).isEqualTo("errno 1");
      assertThat(decide("landlock", SOCKET, family, 3, 1)).as("raw").isEqualTo("errno 1");
      assertThat(decide("landlock", SOCKET, family, 1, 262)).as("MPTCP").isEqualTo("errno 1");
      assertThat(decide("landlock", SOCKET, family, 1, 132)).as("SCTP").isEqualTo("errno 1");
    }
    assertThat(decide("landlock", SOCKET, 1, 1, 0)).as("unix socket").isEqualTo("errno 1");
    assertThat(decide("landlock", 53, 1, 1, 0)).as("stream pair").isEqualTo("allow");
    assertThat(decide("landlock", 53, 1, 2 | 0x80000, 0)).as("datagram pair").isEqualTo("errno 1");
    assertThat(decide("landlock", 44, 3, 0, 1, 0x20000000))
        .as("MSG_FASTOPEN")
        .isEqualTo("errno 95");
    assertThat(decide("landlock", 46, 3, 0, 0x20004000)).isEqualTo("errno 95");
    assertThat(decide("landlock", 307, 3, 0, 1, 0x20000000)).isEqualTo("errno 95");
    assertThat(decide("landlock", 44, 3, 0, 1, 0x4000)).isEqualTo("allow");
  }

  @Test
  void besideOthersTheyAreLeftAlone() throws IOException {
    for (int call : new int[] {302, 203, 144, 142, 314}) {
      assertThat(decide("landlock", call, 1234)).isEqualTo("errno 1");
      assertThat(decide("landlock", call, 0)).isEqualTo("allow");
    }
    assertThat(decide("landlock", 141, 0, 0, 5)).as("own priority").isEqualTo("allow");
    assertThat(decide("landlock", 141, 0, 77, 5)).isEqualTo("errno 1");
    assertThat(decide("landlock", 141, 2, 0, 5)).isEqualTo("errno 1");
    for (int call : new int[] {29, 30, 68, 64, 240, 319, 92, 93, 188}) {
      assertThat(decide("landlock", call)).as("call %d", call).isEqualTo("errno 1");
    }
    for (int call : new int[] {90, 91, 268, 280, 235, 132}) {
      assertThat(decide("landlock", call)).as("call %d", call).isEqualTo("errno 0");
    }
    assertThat(decide("landlock", 452)).as("fchmodat2").isEqualTo("errno " + ENOSYS);
  }

  @Test
  void withTheMachinesNetworkTheRestStaysClosed() throws IOException {
    String filter = "landlock-host-network";

    assertThat(decide(filter, SOCKET, 2, 2, 0)).as("UDP").isEqualTo("allow");
    assertThat(decide(filter, SOCKET, 1, 1, 0)).as("unix socket").isEqualTo("errno 1");
    assertThat(decide(filter, 302, 1234)).as("prlimit64").isEqualTo("errno 1");
    assertThat(decide(filter, 101)).as("ptrace").isEqualTo("errno 1");
  }

  /** Numbers of arm64, from the kernel's asm-generic/unistd.h. */
  @Test
  void theOtherProcessorHasTheSameRules() throws IOException {
    FilterMachine filter = FilterMachine.load("aarch64", "landlock.bpf");
    int arch = FilterMachine.AUDIT_AARCH64;

    for (int call : new int[] {217, 117, 97, 268, 40, 425, 280, 241, 282, 447, 264, 265, 92}) {
      assertThat(filter.decide(arch, call)).as("call %d", call).isEqualTo("errno 1");
    }
    for (int call : new int[] {63, 64, 222, 221, 98, 56, 444, 446, 277}) {
      assertThat(filter.decide(arch, call, 0xffffffffL)).as("call %d", call).isEqualTo("allow");
    }
    assertThat(filter.decide(arch, 220, 0x10000000)).as("clone").isEqualTo("errno 1");
    assertThat(filter.decide(arch, 198, 2, 2, 0)).as("UDP").isEqualTo("errno 1");
    assertThat(filter.decide(arch, 198, 38, 5, 0)).as("AF_ALG").isEqualTo("errno 97");
    assertThat(filter.decide(arch, 29, 0, 0x5412)).as("TIOCSTI").isEqualTo("errno 1");
    assertThat(filter.decide(FilterMachine.AUDIT_X86_64, 0)).isEqualTo("kill");
    assertThat(filter.decide(0x40000028, 3)).as("32-bit ARM").isEqualTo("kill");
  }

  @Test
  void theBuiltFiltersAreThoseOfTheSource(@TempDir Path fresh) throws IOException {
    try (ProcessSpawner spawner = new ProcessSpawner()) {
      Process build =
          spawner.spawn(
              List.of("/bin/sh", "src/main/c/build.sh", fresh.toString()),
              Map.of("PATH", System.getenv("PATH")),
              Path.of("").toAbsolutePath());
      assertThat(build.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue()).isZero();
    }

    for (String processor : List.of("amd64", "aarch64")) {
      for (String filter : List.of("script.bpf", "landlock.bpf", "landlock-host-network.bpf")) {
        assertThat(FilterMachine.bytes(processor, filter))
            .as("%s for %s", filter, processor)
            .isEqualTo(Files.readAllBytes(fresh.resolve("sandbox/" + processor + "/" + filter)));
      }
    }
  }
}
