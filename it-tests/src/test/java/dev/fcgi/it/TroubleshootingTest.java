package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/troubleshooting.md says that clients get and one web server logs is what they get, and what it logs. */
@Timeout(120)
abstract class TroubleshootingTest {

    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

    private static final String SECRET = "a-text-of-your-own";

    private final String server;

    /** @param server the heading of its table */
    TroubleshootingTest(String server) {
        this.server = server;
    }

    /** {@return one whose patience with an application, at a Unix socket, is a second} */
    abstract FrontEnd impatient();

    /** {@return the length of a field that makes a head too big for it, in bytes} */
    abstract int tooBig();

    /** {@return the length of one that it takes, near to what the page says} */
    abstract int longest();

    @Test
    void isAsThePageSays() throws Exception {
        Deployment.whileRunning(workspace -> start(workspace, Application.runner(true)), deployment -> {
            SoftAssertions all = new SoftAssertions();
            check(all, "It is too slow", deployment, "/contract/async?how=notice&name=slow");
            check(all, "The head of its response is too big", deployment, "/contract/headers?long=" + tooBig());
            all.assertThat(statusLine(deployment.client(), "/contract/headers?long=" + longest()))
                    .contains("200");
            check(all, "It is overloaded", deployment, "/contract/status?code=503&body=b");
            check(all, "It fails behind the head of its response", deployment, "/contract/fail/after");
            deployment.application().killAtOnce();
            check(all, "It was killed, and its socket is left", deployment, "/contract/facts");
            Files.delete(deployment.workspace().path("application.sock"));
            check(all, "It is not running", deployment, "/contract/facts");
            all.assertAll();
        });
    }

    @Test
    void isAsThePageSaysOfTheSecret() throws Exception {
        Application application = Application.runner(true).withEnvironment("FASTCGI_SECRET", SECRET);
        Deployment.whileRunning(workspace -> start(workspace, application), deployment -> {
            SoftAssertions all = new SoftAssertions();
            check(all, "The secret is missing", deployment, "/contract/facts");
            all.assertAll();
        });
    }

    private Deployment start(Workspace workspace, Application application) throws Exception {
        return Deployment.start(workspace, impatient(), application, ContractApp.assemble(workspace));
    }

    private void check(SoftAssertions all, String what, Deployment deployment, String target) throws IOException {
        String[] row = row(what);
        String logged = row[3].strip()
                .replace("`", "")
                .replace(
                        "/run/myapp/fcgi.sock",
                        deployment.workspace().path("application.sock").toString());
        int before = deployment.webServer().errors().size();
        all.assertThat(statusLine(deployment.client(), target)).as(what).contains(row[2].strip());
        if (logged.equals("nothing")) {
            all.assertThat(since(before, deployment)).as(what).isEmpty();
            return;
        }
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                // Once more: one that could not connect may not try again at once.
                statusLine(deployment.client(), target);
                return since(before, deployment).stream().anyMatch(line -> line.contains(logged));
            });
        } catch (ConditionTimeoutException e) {
            all.fail(what + ": \"" + logged + "\" is not in " + since(before, deployment));
        }
    }

    /** {@return the first line of the response, all of which has been read, as far as there is any} */
    private static String statusLine(Client client, String target) throws IOException {
        try (RawHttp connection = client.connect()) {
            RawHead head = connection.request("GET", target).readHead();
            try {
                connection.body(head).readAllBytes();
            } catch (EOFException e) {
                // it breaks off
            }
            return head.statusLine();
        }
    }

    private static List<String> since(int before, Deployment deployment) throws IOException {
        List<String> log = deployment.webServer().errors();
        return log.subList(before, log.size());
    }

    /** {@return the cells of the row that begins like this, in the table of this server; the first one is empty} */
    private String[] row(String what) throws IOException {
        String page = Files.readString(PAGE);
        int heading = page.indexOf("\n## " + server + "\n");
        assertThat(heading).as("the heading %s", server).isPositive();
        int end = page.indexOf("\n## ", heading + 1);
        return page.substring(heading, end < 0 ? page.length() : end)
                .lines()
                .filter(line -> line.startsWith("| " + what + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for: " + what))
                .split("\\|", -1);
    }
}
