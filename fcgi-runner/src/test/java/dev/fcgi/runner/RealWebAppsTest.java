package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealWebAppsTest {
    @ParameterizedTest(name = "{0} runs in {1}")
    @CsvSource(textBlock = """
            shiro.war,  EE8,  'javax.servlet in shiro-web-1.4.2.jar, named in WEB-INF/web.xml'
            hawtio.war, EE11, jakarta.servlet in WEB-INF/web.xml
            jsp.war,    EE10, its Jetty descriptor
            """)
    void environmentOfReleasedWebApplications(String file, EeEnvironment ee, String reason) throws IOException {
        WebApp webApp = new WebApp("/", Path.of("target", "wars", file));
        try (WebAppFiles files = WebAppFiles.open(webApp)) {
            assertThat(new EeDetector(files).detect()).isEqualTo(new EeDetector.Finding(ee, reason));
        }
    }
}
