package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The client of one web server: an ordinary one, and raw connections. */
final class Client {

    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    URI uri(String target) {
        return URI.create("http://localhost:" + port + target);
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(uri(target)).timeout(Duration.ofSeconds(40));
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(request(target));
    }

    /** {@return what a servlet says about this request, which must succeed} */
    Facts facts(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Facts.parse(response.body());
    }

    Facts facts(String target) throws IOException, InterruptedException {
        return facts(request(target));
    }

    RawHttp connect() throws IOException {
        return new RawHttp(port);
    }

    /** {@return the response to a request on a connection of its own, target and fields byte by byte as given} */
    RawReply raw(String method, String target, String... fields) throws IOException {
        try (RawHttp connection = connect()) {
            return connection.request(method, target, fields).readReply();
        }
    }

    Facts rawFacts(String target, String... fields) throws IOException {
        RawReply reply = raw("GET", target, fields);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Facts.parse(reply.text());
    }
}
