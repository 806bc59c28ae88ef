package dev.fcgi.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Peers behind one nginx, all of them there all the time, measured one after the other in rounds. The order turns round
 * with each, so that whatever else the machine does meets all of them alike.
 */
final class ComparisonRun {
    /** The peer that the others are compared with. */
    static final String REFERENCE = JettyPeer.HTTP_NAME;

    private static final Duration RESPONSE_TIME = Duration.ofSeconds(10);
    private static final Duration VERSION_TIME = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final Effort effort;
    private final Consumer<String> log;
    private final @Nullable Path phpFpm = PhpFpm.find();
    private final Results results = new Results(REFERENCE);

    /**
     * Makes one that has not begun.
     *
     * @param log told how it goes
     */
    ComparisonRun(Workspace workspace, Effort effort, Consumer<String> log) {
        this.workspace = workspace;
        this.effort = effort;
        this.log = log;
    }

    /**
     * Starts everything and measures it.
     *
     * @throws BenchException when something cannot be started, or a single request fails
     */
    Results measure() throws Exception {
        List<Peer> peers = startPeers();
        NginxFrontEnd nginx = NginxFrontEnd.start(workspace, peers, effort.connections());
        log.accept("it takes about " + (effort.totalSeconds(peers.size()) / 60 + 1) + " min");
        for (Page page : Page.values()) {
            for (Peer peer : peers) {
                requirePage(nginx, peer, page);
                load(nginx, peer, page, effort.warmUpSeconds());
            }
        }
        for (Page page : Page.values()) {
            List<Peer> order = new ArrayList<>(peers);
            for (int round = 1; round <= effort.rounds(); round++) {
                log.accept(page.path() + ", round " + round + " of " + effort.rounds());
                for (Peer peer : order) {
                    measure(nginx, peer, page);
                }
                Collections.reverse(order);
            }
        }
        nginx.requireQuietErrorLog();
        return results;
    }

    private List<Peer> startPeers() throws Exception {
        List<Peer> peers = new ArrayList<>();
        peers.add(JettyPeer.fastCgiOverTcp(workspace));
        peers.add(JettyPeer.fastCgiOverUnixSocket(workspace));
        peers.add(JettyPeer.http(workspace));
        if (phpFpm == null) {
            log.accept("without php-fpm, which is not installed");
        } else {
            peers.add(PhpFpm.start(workspace, phpFpm, effort.connections()));
        }
        return peers;
    }

    /** Fails when a peer serves something else than the others. */
    private static void requirePage(NginxFrontEnd nginx, Peer peer, Page page) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(nginx.url(peer, page)))
                .timeout(RESPONSE_TIME)
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200 || !response.body().equals(page.body())) {
            throw new BenchException("%s: %s is answered with status %d and %d bytes that are not the page"
                    .formatted(
                            peer.name(),
                            page.path(),
                            response.statusCode(),
                            response.body().length()));
        }
    }

    private void measure(NginxFrontEnd nginx, Peer peer, Page page) throws Exception {
        List<Long> pids = peer.process().pids();
        long before = CpuTime.micros(pids);
        Wrk.Result load = load(nginx, peer, page, effort.seconds());
        double cpuMicros = CpuTime.micros(pids) - before;
        results.add(page, peer.name(), cpuMicros / load.requests(), load.requestsPerSecond());
    }

    private Wrk.Result load(NginxFrontEnd nginx, Peer peer, Page page, int seconds) throws Exception {
        try {
            return Wrk.run(workspace, nginx.url(peer, page), effort.connections(), seconds);
        } catch (BenchException x) {
            throw new BenchException(peer.name() + ": " + page.path() + ": " + x.getMessage());
        }
    }

    /** {@return with what, and on what, was measured, in Markdown} */
    String description() throws Exception {
        List<String> facts = new ArrayList<>(Machine.facts());
        facts.add(0, version("nginx", "nginx"));
        if (phpFpm != null) {
            facts.add(1, version("php-fpm", phpFpm.toString()));
        }
        StringBuilder text = new StringBuilder("""
                %d rounds of %d s, %d connections, the headers of a browser, one worker of nginx. CPU is the user and system time
                of what is behind nginx.

                """.formatted(effort.rounds(), effort.seconds(), effort.connections()));
        facts.forEach(fact -> text.append("* ").append(fact).append('\n'));
        return text.toString();
    }

    private String version(String name, String program) throws Exception {
        return workspace
                .run(name + "-version", List.of(program, "-v"), VERSION_TIME)
                .lines()
                .findFirst()
                .orElse(name)
                .replaceFirst("^nginx version: ", "")
                .replaceFirst(" \\(.*", "");
    }
}
