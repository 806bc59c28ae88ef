package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.servlet.TrustPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line alone decides: nothing here starts a server. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "fcgi {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | what to do is missing: run, config or script; try 'fcgi --help'
            start                             | unmatched argument at index 0: 'start'; try 'fcgi --help'
            run                               | nothing to serve: name a WAR file or directory; try 'fcgi run --help'
            run --drian 3 a.war               | unknown option: '--drian', did you mean '--drain'?; try 'fcgi run --help'
            run --listen 9000 a.war           | malformed listener '9000': expected unix:PATH or HOST:PORT, as in 127.0.0.1:9000; try 'fcgi run --help'
            run --drain soon a.war            | invalid value for option '--drain': 'soon' is not an int; try 'fcgi run --help'
            run --drain -1 a.war              | --drain -1 is negative: give seconds, 0 not to wait; try 'fcgi run --help'
            run --threads 9 a.war             | --threads 9 is out of bounds: 10 to 10000; try 'fcgi run --help'
            run --threads 10001 a.war         | --threads 10001 is out of bounds: 10 to 10000; try 'fcgi run --help'
            run --listen unix:s --mode rw a   | malformed mode 'rw': expected three octal digits, as in 0660; try 'fcgi run --help'
            run --listen unix:s --mode 668 a  | malformed mode '668': expected three octal digits, as in 0660; try 'fcgi run --help'
            run --mode 0660 a.war             | --mode is for Unix sockets, and there is none: add --listen unix:PATH; try 'fcgi run --help'
            run --group www-data a.war        | --group is for Unix sockets, and there is none: add --listen unix:PATH; try 'fcgi run --help'
            run --listen unix:/s --listen unix:/s a | listener 'unix:/s' is given twice; try 'fcgi run --help'
            run --listen 0.0.0.0:9000 a.war   | refusing to listen on '0.0.0.0:9000': whoever reaches a FastCGI listener is trusted; use 127.0.0.1 or unix:PATH, or say who may connect with --allow ADDRESS or --secret; try 'fcgi run --help'
            run --listen [::]:9000 a.war      | refusing to listen on '[::]:9000': whoever reaches a FastCGI listener is trusted; use 127.0.0.1 or unix:PATH, or say who may connect with --allow ADDRESS or --secret; try 'fcgi run --help'
            run --allow 10.0.0.300 a.war      | --allow is a malformed list of addresses '10.0.0.300': '10.0.0.300' is no IPv4 or IPv6 address or CIDR block, as in 127.0.0.1,10.0.0.0/8,::1; try 'fcgi run --help'
            run --listen unix:/s --allow ::1  | --allow is for TCP listeners, and there is none: Unix sockets have --mode and --group; try 'fcgi run --help'
            run --backlog 0 a.war             | --backlog 0 is out of bounds: give at least 1; try 'fcgi run --help'
            run --max-requests -1 a.war       | --exit-after-requests -1 is negative: give a number, 0 for no limit; try 'fcgi run --help'
            run --idle-exit 0 a.war           | --idle-exit 0 is no time to be idle: give at least 1 second; try 'fcgi run --help'
            run --remote-user yes a.war       | --remote-user is 'yes': it must be one of auth-type, trust, ignore; try 'fcgi run --help'
            run --secret short a.war          | --secret is malformed: it must have at least 16 characters and no line end; openssl rand -hex 16 makes one; try 'fcgi run --help'
            config nginx --mount /x           | --mount is '/x': it must be /public=/deployed, several of them with commas, or script-name; try 'fcgi config nginx --help'
            config                            | the web server is missing: nginx, apache, lighttpd, caddy, haproxy, h2o, litespeed, cherokee; try 'fcgi config --help'
            config h2o --listen inherited     | h2o cannot connect to a socket without a name: give unix:PATH or HOST:PORT in --listen instead of inherited; try 'fcgi config h2o --help'
            config nginx --listen localhost:0 | nginx needs to know the port: give one in --listen instead of 0; try 'fcgi config nginx --help'
            """)
    void misuseIsOneLineAndExitCode2(String arguments, String message) {
        assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err).hasToString("fcgi: " + message + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "config --help", "config nginx --help", "config apache --help"})
    void helpIsPrinted(String arguments) {
        assertThat(execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: fcgi");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "config --version", "config nginx --version"})
    void versionIsPrinted(String arguments) {
        assertThat(execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).startsWith("fcgi ").contains("Jetty 12.1.").contains("Java ");
    }

    @Test
    void everyOptionIsUnderstood() {
        RunOptions options = new RunOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(
                        "--listen",
                        "unix:/s",
                        "--listen",
                        "localhost:1",
                        "--mode",
                        "600",
                        "--group",
                        "g",
                        "--context",
                        "/c",
                        "--ee",
                        "ee9",
                        "--drain",
                        "0",
                        "--virtual-threads",
                        "--threads",
                        "10",
                        "--log-level",
                        "debug",
                        "--verbose",
                        "a.war");
        RunSettings settings = options.settings(TrustPolicy.DEFAULT);
        assertThat(settings.listeners()).extracting(Object::toString).containsExactly("unix:/s", "localhost:1");
        assertThat(settings.mode()).isEqualTo("600");
        assertThat(settings.group()).isEqualTo("g");
        assertThat(settings.webApps()).extracting(WebApp::contextPath).containsExactly("/c");
        assertThat(settings.ee()).isEqualTo(EeEnvironment.EE9);
        assertThat(settings.drain()).isZero();
        assertThat(settings.virtualThreads()).isTrue();
        assertThat(settings.threads()).isEqualTo(10);
        assertThat(options.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(options.verbose()).isTrue();
    }

    @Test
    void defaultsAreWhatTheHelpSays() {
        RunOptions options = new RunOptions();
        new CommandLine(options).parseArgs();
        RunSettings settings = options.settings(TrustPolicy.DEFAULT);
        assertThat(settings.listeners()).extracting(Object::toString).containsExactly("127.0.0.1:9000");
        assertThat(settings.mode()).isEqualTo("0660");
        assertThat(settings.drain()).hasSeconds(30);
        assertThat(settings.threads()).isEqualTo(200);
        assertThat(options.logLevel()).isEqualTo(LogLevel.INFO);
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
