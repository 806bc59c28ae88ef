package dev.fcgi.runner;

import java.io.IOException;
import java.nio.file.Path;

/** Makes web applications that tell who the user is; {@code /private/} is for any user, {@code /admin/} for one role. */
final class UserWar {
    private static final String CONSTRAINTS = """
            <security-constraint>
              <web-resource-collection>
                <web-resource-name>private</web-resource-name><url-pattern>/private/*</url-pattern>
              </web-resource-collection>
              <auth-constraint><role-name>**</role-name></auth-constraint>
            </security-constraint>
            <security-constraint>
              <web-resource-collection>
                <web-resource-name>admin</web-resource-name><url-pattern>/admin/*</url-pattern>
              </web-resource-collection>
              <auth-constraint><role-name>admin</role-name></auth-constraint>
            </security-constraint>
            """;
    private static final String LOGIN =
            "<login-config><auth-method>%s</auth-method><realm-name>%s</realm-name>%s</login-config>";
    private static final String PAGES = """
            <form-login-config>
              <form-login-page>/login</form-login-page><form-error-page>/wrong</form-error-page>
            </form-login-config>
            """;
    private static final String ROLES = "<security-role><role-name>admin</role-name></security-role>";

    private UserWar() {}

    /** Makes one without constraints. */
    static Path open(Path file, EeEnvironment ee) throws IOException {
        return make(file, ee, "");
    }

    /** Makes one with constraints. */
    static Path constrained(Path file, EeEnvironment ee) throws IOException {
        return make(file, ee, CONSTRAINTS + ROLES);
    }

    /** Makes one with constraints and a login. */
    static Path withLogin(Path file, EeEnvironment ee, String authMethod, String realm) throws IOException {
        String login = LOGIN.formatted(authMethod, realm, authMethod.equals("FORM") ? PAGES : "");
        return make(file, ee, CONSTRAINTS + login + ROLES);
    }

    private static Path make(Path file, EeEnvironment ee, String webXml) throws IOException {
        return new WarBuilder().servlet(UserServlet.class, ee, webXml).archive(file);
    }
}
