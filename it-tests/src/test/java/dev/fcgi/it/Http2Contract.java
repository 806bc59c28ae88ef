package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by TLS, of which the application is told. */
interface Http2Contract extends GetterContract {

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void knowsThatTheClientSpeaksHttp2(String context) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(certificates().client("none", "TLSv1.3"))
                .build();
        int port = sites().tls();
        String url = "https://localhost:" + port + context + "/open/a%20b";
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url + "?c=d"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("e=%C3%A9"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Facts facts = Facts.parse(response.body());
        assertThat(facts.get("getProtocol")).matches(http2());
        assertThat(facts.get("getScheme")).isEqualTo("https");
        assertThat(facts.get("isSecure")).isEqualTo("true");
        assertThat(facts.get("getServerName")).isEqualTo("localhost");
        assertThat(facts.get("getServerPort")).isEqualTo(Integer.toString(port));
        assertThat(facts.get("getRequestURL")).isEqualTo(url);
        assertThat(facts.all("getParameterMap")).isEqualTo(List.of("c=d", "e=é"));
    }

    /** Its name in CGI, as a regular expression. */
    @HookOf("knowsThatTheClientSpeaksHttp2")
    default String http2() {
        return "HTTP/2\\.0";
    }
}
