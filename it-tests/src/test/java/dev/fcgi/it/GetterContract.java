package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;

/** A request that leaves no getter without a value, and what each must say of it. */
interface GetterContract extends Contract {

    /** {@return the front end's other sites} */
    Sites sites();

    /** {@return the certificates of its server and its clients} */
    Certificates certificates();

    /** Asks a servlet, from another address than the front end's; the answer must be 200. */
    default Facts ask(RawHttp connection, String servlet, String... more) throws IOException {
        RawReply reply = request(connection, servlet, more);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Facts.parse(reply.text());
    }

    /** Asks a servlet without expecting an answer of it. */
    default RawReply request(RawHttp connection, String servlet, String... more) throws IOException {
        List<String> fields = new ArrayList<>(List.of(
                "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
                "Content-Length: 7",
                "Accept-Language: de-CH, fr;q=0.5",
                "Cookie: JSESSIONID=abc; k=v",
                "X-Number: 42",
                "X-Date: Sun, 06 Nov 1994 08:49:37 GMT"));
        fields.addAll(List.of(more));
        return connection
                .request("POST", servlet + "/x%20y;v=1?a=1&b=%C3%A9", fields.toArray(new String[0]))
                .send("a=2&c=3")
                .readReply();
    }

    default RawHttp connect(int port) throws IOException {
        return new RawHttp(port, "127.0.0.2", 0);
    }

    default RawHttp connectSecurely(int port, String certificate) throws Exception {
        return RawHttp.secure(port, "127.0.0.2", certificates().client(certificate, "TLSv1.3"));
    }

    /** {@return whose getters the application at a path has: {@code jakarta}, {@code jakarta-5} or {@code javax}} */
    default String servlets(String context) {
        return context.contains("javax") ? "javax" : "jakarta";
    }

    /** {@return the table for a request without TLS and user} */
    default GetterTable table(RawHttp connection, int port, String context, String servlet) throws IOException {
        return new GetterTable(servlets(context))
                .with("context", context)
                .with("servlet", servlet)
                .with("war", site().workspace().path(context.substring(1)).toString())
                .with("scheme", "http")
                .with("secure", "false")
                .with("port", Integer.toString(port))
                .with("localAddr", localAddress())
                .with("remotePort", Integer.toString(connection.localPort()))
                .with("authType", "-")
                .with("user", "-")
                .with("known", "false")
                .with("protocol", "-")
                .with("cipher", "-")
                .with("keySize", "-")
                .with("session", "-")
                .with("certificate", "-");
    }

    /** The one that the client has connected to. */
    @HookOf("everyGetterIsRightForAStranger")
    default String localAddress() {
        return "127.0.0.1";
    }

    /** {@return the table for a request by TLS 1.3, whose suites have one name everywhere} */
    default GetterTable secureTable(RawHttp connection, int port, String context, String servlet) throws IOException {
        SSLSession session = connection.session();
        assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
        return table(connection, port, context, servlet)
                .with("scheme", "https")
                .with("secure", "true")
                .with("protocol", "TLSv1.3")
                .with("cipher", session.getCipherSuite())
                .with("keySize", session.getCipherSuite().contains("128") ? "128" : "256")
                .with("session", tlsSession());
    }

    /** Some text. */
    @HookOf({"everyGetterIsRightWithoutACertificate", "everyGetterIsRightWithACertificate", "aCertificateIsALogin"})
    default String tlsSession() {
        return "*";
    }
}
