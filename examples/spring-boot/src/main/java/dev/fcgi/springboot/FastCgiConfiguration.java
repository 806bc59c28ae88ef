package dev.fcgi.springboot;

import dev.fcgi.jetty.FcgiConnectionFactory;
import dev.fcgi.jetty.FcgiUnixConnector;
import dev.fcgi.jetty.ee11.MountConfiguration;
import dev.fcgi.servlet.TrustPolicy;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Listens on a Unix socket, for the web server in front, in place of HTTP. */
@Configuration(proxyBeanMethods = false)
class FastCgiConfiguration {
    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> fastCgi(
            @Value("${fcgi.socket}") String socket,
            @Value("${fcgi.mode:0660}") String mode,
            @Value("${fcgi.group:#{null}}") @Nullable String group,
            Environment environment) {
        Map<String, String> settings = Binder.get(environment)
                .bind("fcgi.settings", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of());
        return jetty -> {
            jetty.addConfigurations(new MountConfiguration()); // for the setting "mount"
            jetty.addServerCustomizers(server -> {
                FcgiConnectionFactory factory = new FcgiConnectionFactory();
                factory.setTrustPolicy(TrustPolicy.parse(settings));
                FcgiUnixConnector connector = new FcgiUnixConnector(server, factory);
                connector.setUnixDomainPath(Path.of(socket));
                connector.setMode(mode);
                connector.setGroup(group);
                server.setConnectors(new Connector[] {connector}); // addConnector: beside HTTP
            });
        };
    }
}
