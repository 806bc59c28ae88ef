package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fcgi.core.Overload;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/settings.md, the XML and the ini templates of start.jar, and the code have the same settings, in the same words. */
class StartJarFilesTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");
    private static final Path FILES = Path.of("src/main/config");
    private static final List<String> CONNECTORS = List.of("fastcgi-config", "fastcgi", "fastcgi-unix");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (?:`([^`]+)`)? ?\\| (.*?) \\| (.*?) \\| ?(.*?) ?\\|$");
    private static final Pattern PUT =
            Pattern.compile("<Put name=\"(\\w+)\"><Property name=\"fastcgi\\.(\\w+)\"/></Put>");
    private static final Pattern TEMPLATE = Pattern.compile("(?m)((?:^## .*\n)+)^# fastcgi\\.(\\w+)=(.*)$");

    private static final Set<Class<?>> PLAIN =
            Set.of(int.class, long.class, boolean.class, String.class, Path.class, Overload.class, HalfClose.class);

    /**
     * One setting, as the page and a template both tell it.
     *
     * @param text all that is said of it
     */
    private record Setting(String name, String defaultText, String text) {}

    private static List<Setting> page() throws Exception {
        return ROW.matcher(tables()).results().map(StartJarFilesTest::row).toList();
    }

    /** What start.jar has of it. */
    private static String tables() throws IOException {
        return Files.readString(PAGE).split("## The command\n", 2)[0];
    }

    private static Setting row(MatchResult row) {
        String risk = row.group(5).isEmpty() ? "" : " Risk: " + plain(row.group(5)) + ".";
        String meaning = plain(row.group(4));
        String text = meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1) + ". May be "
                + plain(row.group(3)) + "." + risk;
        return new Setting(row.group(1), row.group(2) == null ? "" : row.group(2), text);
    }

    private static String plain(String markdown) {
        return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
    }

    private static List<Setting> templates() throws Exception {
        List<Setting> settings = new ArrayList<>();
        for (String module : CONNECTORS) {
            TEMPLATE.matcher(Files.readString(FILES.resolve("modules/" + module + ".mod")))
                    .results()
                    .forEach(found -> settings.add(new Setting(
                            found.group(2),
                            found.group(3),
                            found.group(1)
                                    .replaceAll("(?m)^## ", "")
                                    .replace("\n", " ")
                                    .strip())));
        }
        return settings;
    }

    private static List<String> xml() throws Exception {
        List<String> names = new ArrayList<>();
        for (String file : CONNECTORS) {
            PUT.matcher(Files.readString(FILES.resolve("etc/" + file + ".xml")))
                    .results()
                    .forEach(put -> {
                        assertThat(put.group(2)).isEqualTo(put.group(1));
                        names.add(put.group(1));
                    });
        }
        return names;
    }

    /** {@return the names of all settings that the code asks for} */
    private static List<String> code() {
        TreeSet<String> asked = new TreeSet<>();
        Map<String, @Nullable String> recording = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable String get(Object name) {
                asked.add(name.toString());
                return null;
            }
        };
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        FcgiSettings.configure(factory, recording);
        FcgiSettings.configure(new FcgiServerConnector(new Server(), factory), recording);
        FcgiSettings.configure(new FcgiUnixConnector(new Server(), factory), recording);
        return List.copyOf(asked);
    }

    @Test
    void everySettingIsInTheCodeOnThePageAndInTheXmlOnce() throws Exception {
        List<String> names = page().stream().map(Setting::name).toList();
        assertThat(names).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(code());
        assertThat(xml()).containsExactlyElementsOf(names);
    }

    @Test
    void theTemplatesSayWhatThePageSays() throws Exception {
        assertThat(templates()).containsExactlyElementsOf(page());
    }

    @Test
    void theDefaultsAreThoseOfTheCode() throws Exception {
        Map<String, String> defaults = new HashMap<>();
        page().forEach(setting -> defaults.put(setting.name(), setting.defaultText()));
        assertThat(described(defaults)).isEqualTo(described(Map.of()));
    }

    private static List<String> described(Map<String, String> settings) throws Exception {
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        FcgiSettings.configure(factory, settings);
        FcgiServerConnector tcp = new FcgiServerConnector(new Server(), factory);
        FcgiSettings.configure(tcp, settings);
        FcgiUnixConnector unix = new FcgiUnixConnector(new Server(), factory);
        FcgiSettings.configure(unix, settings);
        List<String> all = new ArrayList<>(List.of(factory.getTrustPolicy().toString()));
        for (Object bean : List.of(factory, tcp, unix)) {
            for (Method getter : bean.getClass().getMethods()) {
                if (getter.isAnnotationPresent(ManagedAttribute.class) && PLAIN.contains(getter.getReturnType())) {
                    all.add(getter.getDeclaringClass().getSimpleName() + "." + getter.getName() + "="
                            + getter.invoke(bean));
                }
            }
        }
        all.sort(null);
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port | 9a | fastcgi.port is '9a': it must be a whole number from 0 to 65535
            port | 65536 | fastcgi.port is '65536': it must be a whole number from 0 to 65535
            host | 0.0.0.0 | fastcgi.host is '0.0.0.0': listener address 0.0.0.0 is not a loopback address
            host | no.such.host.invalid | fastcgi.host is 'no.such.host.invalid': listener address no.such.host.invalid is unknown
            allow | nginx | fastcgi.allow is 'nginx': malformed list of addresses
            mode | 999 | fastcgi.mode is '999': mode '999' is not three octal digits such as 0660
            unixDomainPath | /a/{200} | fastcgi.unixDomainPath is '/a/
            inheritChannel | maybe | fastcgi.inheritChannel is 'maybe': it must be on or off
            idleTimeout | 75 s | fastcgi.idleTimeout is '75 s': it must be a whole number, at least 0
            maxRequests | 0 | fastcgi.maxRequests is '0': it must be a whole number, at least 1
            maxParamsBytes | 256k | fastcgi.maxParamsBytes is '256k': it must be a whole number, at least 1
            maxStderrBytes | 32769 | fastcgi.maxStderrBytes is 32769: it must be 0 to 32768
            errorAppStatus | 256 | fastcgi.errorAppStatus is 256: it must be 0 to 255
            overload | 503 | fastcgi.overload is '503': it must be one of status, protocol
            multiplexing | yes | fastcgi.multiplexing is 'yes': it must be on or off
            remoteUser | yes | fastcgi.remoteUser is 'yes': it must be one of auth-type, trust, ignore
            secret | short | fastcgi.secret is malformed: it must have at least 16 characters
            """)
    void aWrongValueIsOneLineWithPropertyValueAndWhatIsAllowed(String name, String value, String message) {
        Map<String, String> settings = Map.of(name, value.replace("{200}", "b".repeat(200)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> described(settings))
                .satisfies(x -> assertThat(x.getMessage()).startsWith(message).doesNotContain("\n"));
    }

    @Test
    void theLeastThatThePageAllowsIsAllowed() throws Exception {
        for (MatchResult row : Pattern.compile("(?m)^\\| `(\\w+)` \\| .*? \\| (\\d+) (?:or more|to (\\d+)) \\|")
                .matcher(tables())
                .results()
                .toList()) {
            String least = row.group(2);
            described(Map.of(row.group(1), least));
            int below = Integer.parseInt(least) - 1;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> described(Map.of(row.group(1), Integer.toString(below))));
            if (row.group(3) != null) {
                described(Map.of(row.group(1), row.group(3)));
            }
        }
    }

    @Test
    void otherAddressesThanLoopbackNeedPeers() throws Exception {
        assertThat(described(Map.of("host", "0.0.0.0", "allow", "192.0.2.1,::1")))
                .contains("AbstractNetworkConnector.getHost=0.0.0.0");
    }
}
