package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EeDetectorTest {
    private static final String OLD_DOCTYPE =
            "<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN'"
                    + " 'http://java.sun.com/dtd/web-app_2_3.dtd'><web-app>%s</web-app>";

    @TempDir
    private Path directory;

    private final WarBuilder war = new WarBuilder();

    @Test
    void ownClassesDecide() throws IOException {
        war.ownClass(JavaxServlet.class);
        assertFound(EeEnvironment.EE8, "javax.servlet in WEB-INF/classes");
    }

    @Test
    void ownClassesDecideAgainstTheDescriptor() throws IOException {
        war.webXml(WarBuilder.JAVAX_WEB_XML.formatted("")).ownClass(JakartaServlet.class);
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/classes");
    }

    @Test
    void ownClassesDecideAgainstLibraries() throws IOException {
        war.ownClass(JakartaServlet.class).library("a.jar", JavaxServlet.class);
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/classes");
    }

    @Test
    void theDeclaredClassDecidesBetweenOwnOnes() throws IOException {
        war.webXml(WarBuilder.JAVAX_WEB_XML.formatted(servlet(JakartaServlet.class)))
                .ownClass(JakartaServlet.class)
                .ownClass(JavaxServlet.class);
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/classes");
    }

    @Test
    void theDeclaredClassDecidesBetweenLibraries() throws IOException {
        war.webXml("<web-app>%s</web-app>".formatted(servlet(JavaxServlet.class)))
                .library("a.jar", JakartaServlet.class)
                .library("b.jar", JavaxServlet.class);
        assertFound(EeEnvironment.EE8, "javax.servlet in b.jar, named in WEB-INF/web.xml");
    }

    @Test
    void theNewNamespaceDecidesAgainstLibraries() throws IOException {
        war.webXml(WarBuilder.JAKARTA_WEB_XML.formatted("")).library("a.jar", JavaxServlet.class);
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/web.xml");
    }

    @Test
    void librariesDecideAgainstTheOldNamespace() throws IOException {
        war.webXml(WarBuilder.JAVAX_WEB_XML.formatted("")).library("a.jar", JakartaServlet.class);
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/lib");
    }

    @Test
    void aLibraryForBothDoesNotCount() throws IOException {
        war.library("a.jar", JakartaServlet.class, JavaxServlet.class).library("b.jar", JavaxServlet.class);
        assertFound(EeEnvironment.EE8, "javax.servlet in WEB-INF/lib");
    }

    @Test
    void initializersDecideBetweenLibraries() throws IOException {
        war.library("a.jar", JavaxServlet.class)
                .library("b.jar", JavaxServlet.class)
                .library(
                        "spring-web.jar",
                        new WarBuilder()
                                .file("META-INF/services/jakarta.servlet.ServletContainerInitializer", "some.Class"));
        assertFound(EeEnvironment.EE11, "jakarta.servlet in the initializers of its libraries");
    }

    @ParameterizedTest
    @CsvSource({
        "http://java.sun.com/xml/ns/j2ee, EE8",
        "http://java.sun.com/xml/ns/javaee, EE8",
        "http://xmlns.jcp.org/xml/ns/javaee, EE8",
        "https://jakarta.ee/xml/ns/jakartaee, EE11",
    })
    void theNamespaceDecidesWithoutClasses(String namespace, EeEnvironment ee) throws IOException {
        war.webXml("<web-app xmlns='%s'/>".formatted(namespace));
        assertThat(detect().ee()).isEqualTo(ee);
    }

    @Test
    void theDocumentTypeDecidesWithoutClasses() throws IOException {
        war.webXml(OLD_DOCTYPE.formatted(""));
        assertFound(EeEnvironment.EE8, "javax.servlet in WEB-INF/web.xml");
    }

    @Test
    void pagesDecideAgainstTheOldNamespace() throws IOException {
        war.webXml(OLD_DOCTYPE.formatted("")).file("a.jsp", "<%@ page import='jakarta.servlet.http.Cookie' %>");
        assertFound(EeEnvironment.EE11, "jakarta.servlet in its JSP pages");
    }

    @Test
    void tagLibrariesDecideWhenNothingElseDoes() throws IOException {
        war.file("WEB-INF/a.tld", "<taglib xmlns='http://java.sun.com/xml/ns/j2ee'/>");
        assertFound(EeEnvironment.EE8, "javax.servlet in its tag libraries");
    }

    @Test
    void withoutAnyTraceItIsTheNewest() throws IOException {
        war.file("index.html", "hello");
        assertFound(EeEnvironment.EE11, "no trace of any Servlet API");
    }

    @Test
    void aBrokenDescriptorIsLeftToTheDeployment() throws IOException {
        war.webXml("<web-app><servlet>");
        assertFound(EeEnvironment.EE11, "no trace of any Servlet API");
    }

    @Test
    void theJettyDescriptorDecidesAgainstClasses() throws IOException {
        war.ownClass(JakartaServlet.class)
                .file("WEB-INF/jetty-web.xml", "<Configure class='org.eclipse.jetty.ee10.webapp.WebAppContext'/>");
        assertFound(EeEnvironment.EE10, "its Jetty descriptor");
    }

    @Test
    void theNameOfTheJettyDescriptorDecides() throws IOException {
        war.ownClass(JakartaServlet.class).file("WEB-INF/jetty-ee9-web.xml", "<Configure/>");
        assertFound(EeEnvironment.EE9, "its Jetty descriptor");
    }

    @Test
    void descriptorsForSeveralEnvironmentsDecideNothing() throws IOException {
        war.ownClass(JakartaServlet.class)
                .file("WEB-INF/jetty-ee9-web.xml", "<Configure/>")
                .file("WEB-INF/jetty-ee10-web.xml", "<Configure/>");
        assertFound(EeEnvironment.EE11, "jakarta.servlet in WEB-INF/classes");
    }

    private EeDetector.Finding detect() throws IOException {
        return detect(war.archive(directory.resolve("app.war")));
    }

    private static EeDetector.Finding detect(Path path) throws IOException {
        try (WebAppFiles files = WebAppFiles.open(new WebApp("/", path))) {
            return new EeDetector(files).detect();
        }
    }

    /** In the archive and in the directory alike. */
    private void assertFound(EeEnvironment ee, String reason) throws IOException {
        EeDetector.Finding expected = new EeDetector.Finding(ee, reason);
        assertThat(detect()).isEqualTo(expected);
        assertThat(detect(war.directory(directory.resolve("app")))).isEqualTo(expected);
    }

    private static String servlet(Class<?> type) {
        return "<servlet><servlet-name>a</servlet-name><servlet-class>\n%s\n</servlet-class></servlet>"
                .formatted(type.getName());
    }
}
