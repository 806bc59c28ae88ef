package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.Role;
import dev.fcgi.servlet.Capture.Exchange;
import dev.fcgi.servlet.Capture.Request;
import dev.fcgi.servlet.FrontEndRules.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All that real web servers were seen to send goes through engine and mapper, and what comes out is compared with what
 * their clients had sent to them.
 */
class CaptureReplayTest {
    private static List<Capture> captures = List.of();

    @BeforeAll
    static void read() throws IOException {
        captures = Capture.readAll();
    }

    @Test
    void everyRequestIsWhatTheClientSentButForListedDifferences() throws Exception {
        Comparison comparison = new Comparison();
        for (Capture capture : captures) {
            comparison.compare(capture);
        }
        System.out.println(comparison.summary());
        assertThat(comparison.unexplained).isEmpty();
        assertThat(comparison.explained).as("how often each rule was needed").doesNotContainValue(0);
        assertThat(comparison.overKeptConnections).isPositive();
        assertThat(comparison.compared).isEqualTo(2955);
    }

    /** No Responder's: the engine has refused them above. Here only that their variables do no harm. */
    @Test
    void variablesOfAuthorizersAreMappedOrRefused() {
        int mapped = 0;
        for (Capture capture : captures) {
            for (Exchange exchange : capture.exchanges()) {
                for (Request request : exchange.requests) {
                    if (!capture.scgi() && request.role != Role.RESPONDER.code()) {
                        mapped++;
                        assertThat(map(pairs(request)).names()).isNotEmpty();
                    }
                }
            }
        }
        assertThat(mapped).isEqualTo(78);
    }

    private static View map(NameValuePairs params) {
        try {
            return View.of(CgiRequestMapper.map(params, TrustPolicy.DEFAULT));
        } catch (CgiException x) {
            return View.refused(x);
        }
    }

    private static NameValuePairs pairs(Request request) {
        return NameValuePairs.of(request.params.toArray(String[]::new));
    }

    private static final class Comparison {
        int compared;
        int overKeptConnections;
        int agreed;
        /** How many requests differ, by web server and reason. */
        final TreeMap<String, Integer> explained = new TreeMap<>();

        final List<String> unexplained = new ArrayList<>();

        void compare(Capture capture) throws ProtocolException {
            List<Rule> rules = FrontEndRules.ALL.stream()
                    .filter(rule -> rule.appliesTo(capture))
                    .toList();
            rules.forEach(rule -> explained.putIfAbsent(capture.webServer() + ": " + rule.reason(), 0));
            CaptureConnection connection = new CaptureConnection();
            boolean kept = false;
            for (Exchange exchange : capture.exchanges()) {
                List<NameValuePairs> params = capture.scgi()
                        ? exchange.requests.stream()
                                .map(CaptureReplayTest::pairs)
                                .toList()
                        : connection.receive(exchange);
                for (int i = 0; i < params.size(); i++) {
                    compare(capture, exchange, map(params.get(i)), exchange.requests.get(i).client, rules);
                }
                overKeptConnections += kept ? params.size() : 0;
                kept = !capture.scgi() && !params.isEmpty() && connection.isKept();
                if (!connection.isKept()) {
                    connection = new CaptureConnection();
                }
            }
        }

        private void compare(Capture capture, Exchange exchange, View seen, ClientRequest client, List<Rule> rules) {
            View expected = client.view();
            boolean listed = false;
            for (Rule rule : rules) {
                View before = View.copyOf(expected);
                rule.effect().on(expected, client);
                if (!expected.differenceFrom(before).isEmpty()) {
                    listed = true;
                    explained.merge(capture.webServer() + ": " + rule.reason(), 1, Integer::sum);
                }
            }
            compared++;
            String difference = seen.differenceFrom(expected);
            if (!difference.isEmpty()) {
                unexplained.add(capture.name() + " " + exchange.name + difference);
            } else if (!listed) {
                agreed++;
            }
        }

        String summary() {
            StringBuilder out = new StringBuilder();
            out.append(compared).append(" requests compared, ").append(overKeptConnections);
            out.append(" of them over kept connections: ").append(agreed).append(" are what the client sent, ");
            out.append(compared - agreed - unexplained.size()).append(" differ for listed reasons, ");
            out.append(unexplained.size()).append(" differ otherwise");
            explained.forEach(
                    (rule, times) -> out.append("\n%6d ".formatted(times)).append(rule));
            return out.toString();
        }
    }
}
