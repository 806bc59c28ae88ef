package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is at the ends of the client's connection, and how many connections the web server needs. */
interface ConnectionContract extends Contract {

    @Test
    default void knowsTheClient() throws Exception {
        try (RawHttp connection = new RawHttp(client().port(), "127.0.0.2", 0)) {
            RawReply reply = connection.request("GET", "/contract/facts").readReply();
            assertClient(Facts.parse(reply.text()), "127.0.0.2", connection.localPort());
        }
    }

    /** The client's own address and port. */
    @HookOf("knowsTheClient")
    default void assertClient(Facts facts, String address, int port) {
        assertThat(facts.get("remoteAddr")).isEqualTo(address);
        assertThat(facts.get("remotePort")).isEqualTo(Integer.toString(port));
    }

    @Test
    default void knowsTheWebServer() throws Exception {
        Facts facts = client().rawFacts("/contract/facts");
        assertThat(facts.get("protocol")).isEqualTo("HTTP/1.1");
        assertThat(facts.get("scheme")).isEqualTo("http");
        assertThat(facts.get("secure")).isEqualTo("false");
        assertThat(facts.get("serverName")).isEqualTo("localhost");
        assertThat(facts.get("serverPort")).isEqualTo(Integer.toString(client().port()));
        assertLocalPort(facts);
    }

    /** The port the client connected to. */
    @HookOf("knowsTheWebServer")
    default void assertLocalPort(Facts facts) {
        assertThat(facts.get("localPort")).isEqualTo(Integer.toString(client().port()));
    }

    @Test
    default void takesTheServerNameFromTheHostField() throws Exception {
        try (RawHttp connection = client().connect()) {
            connection.send("GET /contract/facts HTTP/1.1\r\nHost: www.example.test:" + client().port() + "\r\n\r\n");
            Facts facts = Facts.parse(connection.readReply().text());
            assertThat(facts.get("serverName")).isEqualTo("www.example.test");
            assertThat(facts.get("serverPort")).isEqualTo(Integer.toString(client().port()));
            assertThat(facts.get("requestURL"))
                    .isEqualTo("http://www.example.test:" + client().port() + "/contract/facts");
        }
    }

    @Test
    default void servesAClientWithoutHostField() throws Exception {
        try (RawHttp connection = client().connect()) {
            RawReply reply =
                    connection.send("GET /contract/facts HTTP/1.0\r\n\r\n").readReply();
            assertThat(reply.status()).isEqualTo(200);
            assertPortWithoutHostField(Facts.parse(reply.text()));
        }
    }

    /** The port the client connected to. */
    @HookOf("servesAClientWithoutHostField")
    default void assertPortWithoutHostField(Facts facts) {
        assertThat(facts.get("serverPort")).isEqualTo(Integer.toString(client().port()));
    }

    @Test
    default void servesTwoHundredRequestsOfOneKeptConnection() throws Exception {
        int requests = 200;
        Set<String> connections = new HashSet<>();
        try (RawHttp connection = client().connect()) {
            for (int i = 0; i < requests; i++) {
                Facts facts = Facts.parse(connection
                        .request("GET", "/contract/facts/" + i, "X-Number: " + i)
                        .readReply()
                        .text());
                assertThat(facts.get("pathInfo")).isEqualTo("/" + i);
                assertThat(facts.all("header.x-number")).containsExactly(Integer.toString(i));
                connections.add(String.valueOf(facts.get("connectionId")));
            }
        }
        assertConnections(requests, connections.size());
    }

    /** The web server keeps its connection to the application. */
    @HookOf("servesTwoHundredRequestsOfOneKeptConnection")
    default void assertConnections(int requests, int connections) {
        assertThat(connections).as("connections for %d requests", requests).isEqualTo(1);
    }

    @Test
    default void showsNothingOfOneRequestInTheNext() throws Exception {
        try (RawHttp connection = client().connect()) {
            connection
                    .request("GET", "/contract/facts?secret", "X-Secret: s", "Cookie: secret=s")
                    .readReply();
            String next =
                    connection.request("GET", "/contract/facts").readReply().text();
            assertThat(next).doesNotContain("secret");
        }
    }
}
