package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What docs/compatibility.md is made of. */
class ScenarioIT {

    @Test
    void hooksAreOfScenariosThatThereAre() throws Exception {
        Set<String> scenarios = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        for (Class<?> topic : topics()) {
            for (Method method : topic.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)) {
                    scenarios.add(method.getName());
                }
                HookOf hook = method.getAnnotation(HookOf.class);
                if (hook != null) {
                    named.addAll(List.of(hook.value()));
                }
            }
        }
        assertThat(named).isNotEmpty();
        assertThat(scenarios).containsAll(named);
    }

    private static List<Class<?>> topics() throws Exception {
        List<Class<?>> topics = new ArrayList<>();
        try (var files = Files.list(ContractApp.testClasses().resolve("dev/fcgi/it"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Contract.class")) {
                    topics.add(Class.forName("dev.fcgi.it." + name.replace(".class", "")));
                }
            }
        }
        return topics;
    }

    @Test
    void anOverriddenHookIsADifferenceInItsScenarioAlone() {
        Scenario cut = new Scenario("Failure", "cutsAResponseThatFailsAfterItsHead");
        Scenario other = new Scenario("Failure", "sendsTheErrorPageOfTheContainer");
        assertThat(Scenario.of(H2oIT.UnixSocket.class, cut.name())).isEqualTo(cut);
        assertThat(cut.differences(H2oIT.UnixSocket.class)).hasSize(1);
        assertThat(cut.differences(ApacheProxyFcgiIT.ProxyPass.class)).isEmpty();
        assertThat(other.differences(H2oIT.UnixSocket.class)).isEmpty();
    }

    @Test
    void anOverriddenScenarioIsADifference() {
        Scenario writing = new Scenario("Failure", "tellsAWritingServletThatItsClientIsGone");
        assertThat(Scenario.of(LighttpdIT.Buffering.class, writing.name())).isEqualTo(writing);
        assertThat(writing.differences(LighttpdIT.Buffering.class))
                .singleElement()
                .asString()
                .startsWith("all of a response is read");
    }
}
