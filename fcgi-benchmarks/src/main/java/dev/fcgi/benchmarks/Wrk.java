package dev.fcgi.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load: {@code wrk} in one thread, with the headers of a browser. */
final class Wrk {
    /** What a run is given to end in beyond its own time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> HEADERS = List.of(
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: en-GB,en;q=0.8,fr;q=0.5",
            "Accept-Encoding: gzip, deflate, br",
            "Referer: http://www.example.org/catalogue/index.html?page=2",
            "Cookie: session=4f2c9a1be07d4d3f8a5b6c7d8e9f0a1b; consent=necessary; theme=dark",
            "Upgrade-Insecure-Requests: 1",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Site: same-origin");

    private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s*([0-9.]+)\\s*$");
    private static final Pattern ERRORS = Pattern.compile("(?m)^\\s*(Socket errors: .*|Non-2xx or 3xx responses: .*)$");

    private Wrk() {}

    /**
     * What came of a run.
     *
     * @param requests the requests that were completed, none of which failed
     * @param requestsPerSecond the same for each second
     */
    record Result(long requests, double requestsPerSecond) {}

    /**
     * Asks for a page again and again.
     *
     * @param connections how many do so at once
     * @throws BenchException when a single request failed
     */
    static Result run(Workspace workspace, String url, int connections, int seconds) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("wrk", "--threads", "1", "--connections", Integer.toString(connections)));
        command.addAll(List.of("--duration", seconds + "s", "--timeout", "10s"));
        HEADERS.forEach(header -> command.addAll(List.of("--header", header)));
        command.add(url);
        return parse(workspace.run("wrk", command, Duration.ofSeconds(seconds).plus(PATIENCE)));
    }

    /**
     * Reads what wrk 4 prints at its end.
     *
     * @throws BenchException when it tells of an error, or of no request
     */
    static Result parse(String output) throws BenchException {
        List<String> errors =
                ERRORS.matcher(output).results().map(error -> error.group(1)).toList();
        if (!errors.isEmpty()) {
            throw new BenchException("requests failed: " + String.join("; ", errors));
        }
        Matcher requests = REQUESTS.matcher(output);
        Matcher rate = RATE.matcher(output);
        if (!requests.find() || !rate.find()) {
            throw new BenchException("wrk printed something else than its results: " + output.strip());
        }
        long completed = Long.parseLong(requests.group(1));
        if (completed == 0) {
            throw new BenchException("no request was completed");
        }
        return new Result(completed, Double.parseDouble(rate.group(1)));
    }
}
