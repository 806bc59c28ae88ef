package dev.fcgi.it;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users, certificates, addresses and paths in all environments of start.jar, each at the path of its name. */
class StartJarIdentityIT extends DeploymentTest implements GetterContract {

    private @Nullable Sites sites;
    private @Nullable Certificates certificates;

    @Override
    public Deployment deploy(Workspace workspace) throws IOException, InterruptedException {
        ListenAddress address = ListenAddress.freePort();
        sites = Sites.free();
        certificates = Certificates.make(workspace);
        Passwords.write(workspace);
        GettersApp.assemble(workspace);
        JettyBase base = JettyBase.with(workspace, "fastcgi", JettyBase.ALL_ENVIRONMENTS);
        for (String environment : Inspector.ENVIRONMENTS) {
            String application = application(environment);
            base.deploy(environment, environment, workspace.path(application));
            base.deploy(environment + "-certificate", environment, workspace.path(application + "-certificate"));
        }
        return Deployment.start(workspace, new NginxIdentity(sites), base.start(address));
    }

    @Override
    String firstTarget() {
        return "/ee11/open";
    }

    @Override
    public Sites sites() {
        return IdentityContract.started(sites);
    }

    @Override
    public Certificates certificates() {
        return IdentityContract.started(certificates);
    }

    @Override
    public String servlets(String context) {
        return switch (environment(context)) {
            case "ee8" -> "javax";
            case "ee9" -> "jakarta-5";
            default -> "jakarta";
        };
    }

    private static String application(String environment) {
        return environment.equals("ee8") ? "javax" : "jakarta";
    }

    private static String environment(String context) {
        return context.replaceAll("^/|-.*", "");
    }

    private GetterTable in(String context, GetterTable table) {
        String war = application(environment(context)) + (context.contains("-") ? "-certificate" : "");
        return table.with("war", site().workspace().path(war).toString());
    }

    /** Nobody, somebody by password, and somebody by certificate. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "ee8, open", "ee9, open", "ee10, open", "ee11, open",
        "ee8, constrained", "ee9, constrained", "ee10, constrained", "ee11, constrained"
    })
    void everyGetterIsRight(String environment, String servlet) throws Exception {
        String context = "/" + environment;
        String path = "/" + servlet;
        int open = client().port();
        if (servlet.equals("open")) {
            try (RawHttp connection = connect(open)) {
                in(context, table(connection, open, context, path)).compare(ask(connection, context + path));
            }
        }
        int basic = sites().basic();
        try (RawHttp connection = connect(basic)) {
            in(context, table(connection, basic, context, path))
                    .with("authType", "BASIC")
                    .with("user", "alice")
                    .with("known", "true")
                    .compare(ask(connection, context + path, Passwords.field("alice", "secret")));
        }
        String certified = context + "-certificate";
        int tls = sites().tls();
        try (RawHttp connection = connectSecurely(tls, "alice")) {
            in(certified, secureTable(connection, tls, certified, path))
                    .with("certificate", "*")
                    .with("authType", "CLIENT_CERT")
                    .with("user", Certificates.CLIENT)
                    .with("known", "true")
                    .compare(ask(connection, certified + path));
        }
    }
}
