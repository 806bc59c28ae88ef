package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One setting in four spellings: option, environment variable, property, name. */
class SettingsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "remoteUser, --remote-user, FASTCGI_REMOTE_USER",
        "sslSessionId, --ssl-session-id, FASTCGI_SSL_SESSION_ID",
        "drain, --drain, FASTCGI_DRAIN",
        "webApps, --web-apps, FASTCGI_WEB_APPS"
    })
    void theSpellingsFollowFromTheName(String setting, String option, String variable) {
        assertThat(SettingNames.option(setting)).isEqualTo(option);
        assertThat(SettingNames.environmentVariable(setting)).isEqualTo(variable);
        assertThat(SettingNames.setting(option)).isEqualTo(setting);
    }

    @Test
    void anOptionComesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
        Path file = file("fastcgi.drain=1\nfastcgi.threads=11\nfastcgi.backlog=100\n");
        Map<String, String> environment = Map.of("FASTCGI_DRAIN", "2", "FASTCGI_THREADS", "12");
        RunSettings settings = run(environment, file, "--drain", "3", "a.war");
        assertThat(settings.drain()).hasSeconds(3);
        assertThat(settings.threads()).isEqualTo(12);
        assertThat(settings.backlog()).isEqualTo(100);
        assertThat(settings.trustPolicy().secret()).isNull();
    }

    @Test
    void everyKindOfSettingMayBeInTheFile() throws Exception {
        Path file = file("""
                fastcgi.webApps = shop.war, /w\u00efki=wiki , /abs=/srv/x.war
                fastcgi.listen = unix:/run/s,127.0.0.1:9001
                fastcgi.noRoot = on
                fastcgi.virtualThreads = off
                fastcgi.idleExit = 7
                fastcgi.pidFile = /run/${USER}.pid
                fastcgi.allow = 127.0.0.0/8
                fastcgi.remoteUser = trust
                """);
        Map<String, String> environment = Map.of("USER", "me");
        RunSettings settings = run(environment, file);
        assertThat(settings.webApps())
                .containsExactly(
                        new WebApp("/shop", directory.resolve("shop.war")),
                        new WebApp("/w\u00efki", directory.resolve("wiki")),
                        new WebApp("/abs", Path.of("/srv/x.war")));
        assertThat(settings.listeners()).extracting(Object::toString).containsExactly("unix:/run/s", "127.0.0.1:9001");
        assertThat(settings.noRoot()).isTrue();
        assertThat(settings.virtualThreads()).isFalse();
        assertThat(settings.idleExit()).hasSeconds(7);
        assertThat(settings.pidFile()).isEqualTo(Path.of("/run/me.pid"));
        assertThat(settings.allow()).hasToString("127.0.0.0/8");
        assertThat(settings.trustPolicy().remoteUser()).hasToString("TRUST");
    }

    @Test
    void argumentsComeBeforeTheWebApplicationsOfTheFile() throws Exception {
        Path file = file("fastcgi.webApps = shop.war");
        assertThat(run(Map.of(), file, "a.war").webApps()).containsExactly(new WebApp("/", Path.of("a.war")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            fastcgi.drian=3            | 'fastcgi.drian' in FILE is no setting; there are fastcgi.allow, fastcgi.attributes,
            drain=3                    | 'drain' in FILE is no setting; there are fastcgi.allow,
            fastcgi.settings=x         | 'fastcgi.settings' in FILE is no setting; there are
            fastcgi.pidFile=/${NOPE}   | fastcgi.pidFile in FILE is '/${NOPE}', and the environment has no NOPE: set it, or write the value out
            fastcgi.pidFile=\\u00zz    | cannot read the settings file 'FILE': Malformed \\uxxxx encoding
            """)
    void aWrongFileIsToldInOneLine(String content, String message) throws Exception {
        Path file = file(content);
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> settings(Map.of(), file))
                .withMessageStartingWith(message.replace("FILE", file.toString()));
    }

    @Test
    void aMissingFileIsToldInOneLine() {
        Path missing = directory.resolve("missing");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> settings(Map.of(), missing))
                .withMessage("there is no settings file '%s': correct --settings or FASTCGI_SETTINGS", missing);
    }

    @Test
    void theFileMayBeNamedInTheEnvironment() throws Exception {
        Path file = file("fastcgi.drain=1");
        Map<String, String> environment = Map.of("FASTCGI_SETTINGS", file.toString());
        assertThat(SettingsFile.find(new String[] {"run", "--drain", "1", "a.war"}, environment)
                        .path())
                .isEqualTo(file);
        assertThat(SettingsFile.find(new String[] {"run", "--settings=/x", "a.war"}, environment)
                        .path())
                .isEqualTo(Path.of("/x"));
        assertThat(SettingsFile.find(new String[] {"run", "a.war"}, Map.of()).path())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FASTCGI_DRAIN       | soon | invalid value for option '--drain': 'soon' is not an int (it is FASTCGI_DRAIN in the environment); try 'fcgi run --help'
            FASTCGI_THREADS     | 1    | --threads 1 is out of bounds: 10 to 10000 (it is FASTCGI_THREADS in the environment); try 'fcgi run --help'
            FASTCGI_REMOTE_USER | yes  | --remote-user is 'yes': it must be one of auth-type, trust, ignore (it is FASTCGI_REMOTE_USER in the environment); try 'fcgi run --help'
            FASTCGI_NO_ROOT     | yes  | --no-root is 'yes': it must be on or off (it is FASTCGI_NO_ROOT in the environment); try 'fcgi run --help'
            """)
    void anErrorNamesWhereTheValueComesFrom(String variable, String value, String message) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));
        commandLine.setDefaultValueProvider(settings(Map.of(variable, value), null));
        assertThat(commandLine.execute("run", "a.war")).isEqualTo(2);
        assertThat(err).hasToString("fcgi: " + message + System.lineSeparator());
    }

    @Test
    void aVariableThatIsNoSettingIsNoticed() {
        Map<String, String> environment =
                Map.of("FASTCGI_REMOTE_USR", "ignore", "FASTCGI_DRAIN", "1", "FASTCGI_SETTINGS", "x", "PATH", "/bin");
        assertThat(settings(environment, null).unknownVariables()).containsExactly("FASTCGI_REMOTE_USR");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("app.properties"), content);
    }

    private static Settings settings(Map<String, String> environment, @Nullable Path file) {
        return new Settings(Main.settingNames(Main.commandLine()), environment, new SettingsFile(file, environment));
    }

    private static RunSettings run(Map<String, String> environment, Path file, String... arguments) {
        CommandLine commandLine = Main.commandLine().setDefaultValueProvider(settings(environment, file));
        String[] all = new String[arguments.length + 1];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandSpec run =
                Objects.requireNonNull(commandLine.parseArgs(all).subcommand()).commandSpec();
        return ((RunCommand) run.userObject()).settings();
    }
}
