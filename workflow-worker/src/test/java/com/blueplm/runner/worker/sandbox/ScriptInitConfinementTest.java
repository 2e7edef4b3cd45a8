package com.blueplm.runner.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What script-init's filter and Landlock refuse and allow to a real program. */
class ScriptInitConfinementTest {

  private static final String ATTEMPT =
      """
      import ctypes, errno, os, signal, socket, struct
      libc = ctypes.CDLL(None, use_errno=True)
      def attempt(name, call):
        try: print(name, call())
        except OSError as e: print(name, errno.errorcode[e.errno])
      def syscall(number, *args):
        result = libc.syscall(number, *args)
        if result < 0: raise OSError(ctypes.get_errno(), '')
        return result
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private ScriptInit init;

  @SuppressWarnings("NullAway.Init")
  private Path own;

  @BeforeEach
  void extract() throws IOException {
    init = new ScriptInit(home);
    assumeTrue(init.tools.landlockFilter().isPresent(), "no filter for this processor");
    own = Files.createDirectory(home.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @AfterEach
  void close() {
    init.close();
  }

  private List<String> filter() {
    return List.of("--seccomp", init.tools.scriptFilter().orElseThrow().toString());
  }

  private List<String> landlock(String... more) {
    List<String> options =
        new ArrayList<>(List.of("--seccomp", init.tools.landlockFilter().orElseThrow().toString()));
    for (String path : List.of("/usr", "/lib", "/lib64", "/bin", "/proc", "/etc/ld.so.cache")) {
      if (Files.exists(Path.of(path))) {
        options.addAll(List.of("--landlock-ro", path));
      }
    }
    options.addAll(List.of("--landlock-rw", own.toString(), "--landlock-rw", "/dev/null"));
    options.addAll(List.of(more));
    return options;
  }

  private String output(List<String> options, String code) throws IOException {
    return init.run(options, ATTEMPT + code).succeeded().stdout();
  }

  @Test
  void theFilterIsLoaded() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
    String code =
        """
        attempt('ptrace', lambda: syscall(101, 0, 0, 0, 0))
        attempt('add_key', lambda: syscall(248, 0, 0, 0, 0, 0))
        attempt('io_uring_setup', lambda: syscall(425, 1, 0))
        attempt('userfaultfd', lambda: syscall(323, 1))
        attempt('unshare', lambda: syscall(272, 0x10000000))
        attempt('clone', lambda: syscall(56, 0x10000000 | 17, 0, 0, 0, 0))
        attempt('clone3', lambda: syscall(435, 0, 0))
        attempt('x32', lambda: syscall(0x40000000 | 39))
        attempt('future', lambda: syscall(460, 0, 0))
        attempt('alg', lambda: socket.socket(38, socket.SOCK_SEQPACKET, 0))
        attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM, 0))
        attempt('landlock', lambda: syscall(444, None, 0, 1) > 0)
        """;

    assertThat(output(filter(), code))
        .isEqualTo(
            """
            ptrace EPERM
            add_key EPERM
            io_uring_setup EPERM
            userfaultfd EPERM
            unshare EPERM
            clone EPERM
            clone3 ENOSYS
            x32 ENOSYS
            future ENOSYS
            alg EAFNOSUPPORT
            vsock EAFNOSUPPORT
            landlock True
            """);
  }

  @Test
  void callsOfI386EndTheProcess() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "x86 has the other ABI");
    // mov eax, 20 (getpid); int 0x80; ret
    String code =
        """
        import mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')
        at = ctypes.addressof(ctypes.c_char.from_buffer(page))
        print(ctypes.CFUNCTYPE(ctypes.c_int)(at)())
        """;

    assertThat(init.run(filter(), ATTEMPT + code).status()).contains("\"signal\":31");
  }

  @Test
  void ordinaryProgramsWork() throws IOException {
    String code =
        """
        import asyncio, mmap, multiprocessing, sqlite3, subprocess, tempfile, threading
        done = []
        threads = [threading.Thread(target=done.append, args=(n,)) for n in range(20)]
        [t.start() for t in threads]; [t.join() for t in threads]
        print(len(done), subprocess.check_output(['/bin/echo', 'child']).strip())
        with multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))
        async def main():
          p = await asyncio.create_subprocess_exec('/bin/echo', 'later', stdout=-1)
          return (await p.communicate())[0].strip(), await asyncio.to_thread(abs, -3)
        print(asyncio.run(main()))
        os.chdir(os.environ['OWN'])
        with sqlite3.connect('db') as db:
          db.execute('create table t (x)'); db.execute('insert into t values (1)')
          print(db.execute('select * from t').fetchall())
        m = mmap.mmap(-1, 1 << 20); m[:3] = b'abc'; print(m[:3])
        print([name for _, name in socket.if_nameindex()][:1], socket.getaddrinfo('127.0.0.1', 80)[0][4])
        a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))
        os.mkfifo('fifo'); os.memfd_create('x')
        import shutil; open('f', 'w').write('x'); shutil.copy2('f', 'g'); print(open('g').read())
        """;
    List<String> command = List.of("/usr/bin/python3", "-I", "-u", "-c", ATTEMPT + code);
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "OWN", own.toString());

    assertThat(init.start(filter(), command, environment).end().succeeded().stdout())
        .isEqualTo(
            """
            20 b'child'
            [1, 2]
            (b'later', 3)
            [(1,)]
            b'abc'
            ['lo'] ('127.0.0.1', 80)
            b'x'
            x
            """);
  }

  @Test
  void landlockShowsOnlyWhatWasNamed() throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
    String code =
        """
        own, secret = '%s', '%s'
        attempt('read', lambda: open(secret).read())
        attempt('write', lambda: open(secret, 'w'))
        attempt('truncate', lambda: os.truncate(secret, 0))
        attempt('list', lambda: os.listdir('%s'))
        attempt('passwd', lambda: open('/etc/passwd').read())
        attempt('usr', lambda: open('/usr/x', 'w'))
        attempt('link', lambda: os.link(secret, own + '/l'))
        attempt('own', lambda: open(own + '/f', 'w').write('x'))
        attempt('symlink', lambda: os.symlink(secret, own + '/s'))
        attempt('through', lambda: open(own + '/s').read())
        attempt('up', lambda: open(own + '/../secret').read())
        attempt('device', lambda: os.mknod(own + '/d', 0o20600, os.makedev(1, 3)))
        attempt('mode', lambda: os.chmod(secret, 0))
        attempt('owner', lambda: os.chown(secret, -1, -1))
        attempt('time', lambda: os.utime(secret, (0, 0)))
        """
            .formatted(own, secret, home);

    assertThat(output(landlock(), code))
        .isEqualTo(
            """
            read EACCES
            write EACCES
            truncate EACCES
            list EACCES
            passwd EACCES
            usr EACCES
            link EXDEV
            own 1
            symlink None
            through EACCES
            up EACCES
            device EACCES
            mode None
            owner EPERM
            time None
            """);
    assertThat(secret).hasContent("x");
    assertThat(Files.getPosixFilePermissions(secret))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(Files.getLastModifiedTime(secret).toMillis()).isPositive();
  }

  @Test
  void landlockHidesOtherProcesses() throws IOException {
    ScriptInit.Running other =
        init.start(
            List.of(), List.of("/bin/sh", "-c", "echo $$; sleep 60"), Map.of("KEY", "secret"));
    other.awaitOutput();
    long pid = other.process.children().findFirst().orElseThrow().pid();
    String code =
        """
        pid = %d
        attempt('environ', lambda: open('/proc/%%d/environ' %% pid).read())
        attempt('memory', lambda: open('/proc/%%d/mem' %% pid))
        attempt('root', lambda: os.listdir('/proc/%%d/root' %% pid))
        attempt('descriptor', lambda: os.readlink('/proc/%%d/fd/1' %% pid))
        attempt('stream', lambda: open('/proc/%%d/fd/1' %% pid, 'wb'))
        attempt('kill', lambda: os.kill(pid, 9))
        attempt('group', lambda: os.killpg(pid, 9))
        attempt('all', lambda: os.kill(-1, 9))
        attempt('init', lambda: os.kill(os.getppid(), 15))
        attempt('pidfd', lambda: signal.pidfd_send_signal(os.pidfd_open(pid), 9))
        import resource
        attempt('limit', lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, (0, 0)))
        attempt('cpu', lambda: os.sched_setaffinity(pid, [0]))
        attempt('priority', lambda: os.setpriority(os.PRIO_PROCESS, pid, 19))
        attempt('self', lambda: len(open('/proc/self/environ').read()) > 0)
        """
            .formatted(pid);

    assertThat(output(landlock(), code))
        .isEqualTo(
            """
            environ EACCES
            memory EACCES
            root EACCES
            descriptor EACCES
            stream EACCES
            kill EPERM
            group EPERM
            all None
            init EPERM
            pidfd EPERM
            limit EPERM
            cpu EPERM
            priority EPERM
            self True
            """);
    assertThat(other.process.isAlive()).isTrue();
    other.process.toHandle().destroy();
    other.end();
  }

  @Test
  void landlockLeavesOneWayOut() throws IOException {
    try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        EchoServer proxy = EchoServer.at(home.resolve("proxy.sock"))) {
      String code =
          """
          port = %d
          proxy = int(os.environ['https_proxy'].rsplit(':', 1)[1])
          def connect(port):
            with socket.create_connection(('127.0.0.1', port), timeout=5) as s:
              s.sendall(b'through'); return s.recv(7)
          attempt('proxy', lambda: connect(proxy))
          attempt('elsewhere', lambda: connect(port))
          attempt('listen', lambda: socket.create_server(('127.0.0.1', 0)))
          attempt('udp', lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
          attempt('mptcp', lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262))
          def fast():
            s = socket.socket(); s.sendto(b'x', socket.MSG_FASTOPEN, ('127.0.0.1', port))
          attempt('fast open', fast)
          def fast_connect():
            s = socket.socket(); s.setsockopt(socket.IPPROTO_TCP, 30, 1); s.connect(('127.0.0.1', port))
          attempt('fast connect', fast_connect)
          attempt('unix', lambda: socket.socket(socket.AF_UNIX))
          attempt('pair', lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
          """
              .formatted(elsewhere.getLocalPort());

      assertThat(output(landlock("--proxy", proxy.path().toString()), code))
          .isEqualTo(
              """
              proxy b'through'
              elsewhere EACCES
              listen EACCES
              udp EPERM
              mptcp EPERM
              fast open ENOTSUP
              fast connect EACCES
              unix EPERM
              pair EPERM
              """);
    }
  }

  @Test
  void landlockRefusesAbstractSockets() throws IOException {
    ScriptInit.Running listener =
        init.python(
            List.of(),
            """
            import os, socket, time
            s = socket.socket(socket.AF_UNIX); s.bind('\\0script-init-test-%d' % os.getppid()); s.listen()
            print('ready'); time.sleep(60)
            """);
    listener.awaitOutput();
    // Without the filter, which knows no unix sockets: this is Landlock's own answer.
    List<String> options = landlock().subList(2, landlock().size());
    String code =
        "attempt('abstract', lambda: socket.socket(socket.AF_UNIX).connect('\\0script-init-test-%d'))"
            .formatted(listener.process.pid());

    assertThat(output(options, code)).isEqualTo("abstract EPERM\n");
    listener.process.toHandle().destroy();
    listener.end();
  }
}
