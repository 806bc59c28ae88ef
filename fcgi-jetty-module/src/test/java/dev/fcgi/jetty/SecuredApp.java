package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee11.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** An application at {@code /app} that tells who its user is, over FastCGI and, on the same server, over HTTP. */
final class SecuredApp implements AutoCloseable {
    static final String REALM = "the realm";

    final TestServer server = new TestServer();
    private final ServerConnector http = new ServerConnector(server.server);
    private final ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    private final ServletContextHandler context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);

    SecuredApp() {
        http.setPort(0);
        server.server.addConnector(http);
        context.setSecurityHandler(security);
        security.addKnownRole("admin");
        security.addKnownRole("auditor");
        constrain("/private/*", Constraint.ANY_USER);
        constrain("/known/*", Constraint.KNOWN_ROLE);
        constrain("/admin/*", Constraint.from("admin"));
        on("/", SecuredApp::tell);
        server.server.setHandler(context);
    }

    /** @param authMethod what stands in {@code <auth-method>} */
    SecuredApp login(String authMethod) {
        security.setAuthenticationType(authMethod);
        security.setRealmName(REALM);
        if (authMethod.equals(Authenticator.FORM_AUTH)) {
            security.setParameter(FormAuthenticator.__FORM_LOGIN_PAGE, "/login");
            security.setParameter(FormAuthenticator.__FORM_ERROR_PAGE, "/wrong");
        }
        return this;
    }

    /** {@return a realm with alice the admin, and bob the auditor, whose password is as secret} */
    static HashLoginService aliceAndBob() {
        UserStore users = new UserStore();
        users.addUser("alice", Credential.getCredential("wonder"), new String[] {"admin"});
        users.addUser(
                "bob", Credential.getCredential("MD5:5ebe2294ecd0e0f08eab7690d2a6ee69"), new String[] {"auditor"});
        HashLoginService realm = new HashLoginService(REALM);
        realm.setUserStore(users);
        return realm;
    }

    SecuredApp realm(LoginService realm) {
        server.server.addBean(realm);
        return this;
    }

    SecuredApp on(String path, StartedServletTest.Service service) {
        context.addServlet(new ServletHolder(new StartedServletTest.ServiceServlet(service)), path);
        return this;
    }

    /** Has a page of the application answer instead of the container. */
    SecuredApp errorPage(int status, String path) {
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(status, path);
        context.setErrorHandler(pages);
        return this;
    }

    private void constrain(String path, Constraint constraint) {
        ConstraintMapping mapping = new ConstraintMapping();
        mapping.setPathSpec(path);
        mapping.setConstraint(constraint);
        security.addConstraintMapping(mapping);
    }

    SecuredApp start() throws Exception {
        server.start();
        return this;
    }

    /** Restarts the server, as nobody had been there. */
    SecuredApp restart() throws Exception {
        server.server.stop();
        return start();
    }

    /** {@return the response to a request over FastCGI, with further variables} */
    FcgiClient.Response fcgi(String path, String... variables) throws Exception {
        return fcgi(TestServer.params("GET", "/app" + path, variables));
    }

    FcgiClient.Response fcgi(Map<String, String> params) throws Exception {
        return server.once(Records.get(1, false, params));
    }

    /** What a client over HTTP is answered, without following it. */
    record HttpAnswer(int status, String body, @Nullable String challenge) {}

    /** {@return the answer to a request over HTTP} */
    HttpAnswer http(String path, String... headers) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + http.getLocalPort() + "/app" + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new HttpAnswer(
                    status,
                    body == null ? "" : new String(body.readAllBytes(), UTF_8),
                    connection.getHeaderField("WWW-Authenticate"));
        }
    }

    static String basic(String user, String password) {
        return BasicAuthenticator.authorization(user, password);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    /** Writes {@code alice, BASIC, admin}: name, how authenticated, and the roles of those it knows. */
    static void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StringBuilder facts = new StringBuilder();
        facts.append(request.getRemoteUser()).append(", ").append(request.getAuthType());
        for (String role : new String[] {"admin", "auditor", "clerk", "*", "**"}) {
            if (request.isUserInRole(role)) {
                facts.append(", ").append(role);
            }
        }
        String principal = request.getUserPrincipal() == null
                ? "null"
                : request.getUserPrincipal().getName();
        if (!principal.equals(String.valueOf(request.getRemoteUser()))) {
            facts.append(", but principal ").append(principal);
        }
        response.getWriter().print(facts);
    }
}
