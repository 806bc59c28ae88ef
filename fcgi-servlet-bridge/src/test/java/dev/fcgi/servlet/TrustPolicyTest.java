package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.servlet.TrustPolicy.RemoteUserSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies made of settings. */
class TrustPolicyTest {
    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "serverName | host | serverName is 'host': it must be one of host-header, variable",
                "pathSource | uri | pathSource is 'uri': it must be one of request-uri, script-path, path-info",
                "remoteUser | yes | remoteUser is 'yes': it must be one of auth-type, trust, ignore",
                "remoteGroups | HTTP_X_GROUPS | remoteGroups is 'HTTP_X_GROUPS': it must not begin with HTTP_,"
                        + " for clients could send it as a header",
                "remoteGroups | A B | remoteGroups is 'A B': it must be the name of a variable, of letters, digits and _",
                "clientVerify | http_verify | clientVerify is 'http_verify': it must not begin with HTTP_, for clients"
                        + " could send it as a header",
                "clientCertificate | '' | clientCertificate is '': it must name at least one variable",
                "secret | short | secret is malformed: it must have at least 16 characters and no line end;"
                        + " openssl rand -hex 16 makes one",
                "variables | yes | variables is 'yes': it must be on or off",
                "attributes | * | attributes is '*': it must list variables, of letters, digits and _, with an optional *"
                        + " at the end of each; a lone * is not taken",
                "attributes | jakarta.servlet.* | attributes is 'jakarta.servlet.*': it must list variables, of letters,"
                        + " digits and _, with an optional * at the end of each; a lone * is not taken",
                "mount | /x | mount is '/x': it must be /public=/deployed, several of them with commas, or script-name",
                "mount | x=/ | mount is 'x=/': each path must begin with / and have no empty segment and no query",
                "mount | /x=/a,/x=/b | mount is '/x=/a,/x=/b': a public path must not be there twice",
                "mount | script-name,/x=/ | mount is 'script-name,/x=/': script-name must stand alone",
                "remoteUsers | trust | there is no setting 'remoteUsers'; there are attributes, badPathEncoding,"
            })
    void saysWhatIsWrong(String name, String text, String message) {
        assertThatThrownBy(() -> TrustPolicy.parse(Map.of(name, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesAnEmptySeparator() {
        assertThatThrownBy(() -> TrustPolicy.parse(Map.of("remoteGroupsSeparator", "")))
                .hasMessage("remoteGroupsSeparator is empty: it must be at least one character");
    }

    @Test
    void takesDefaultsForWhatIsNotSet() {
        assertThat(TrustPolicy.parse(Collections.singletonMap("remoteUser", null)))
                .isEqualTo(TrustPolicy.DEFAULT);
        assertThat(TrustPolicy.DEFAULT.remoteUser()).isEqualTo(RemoteUserSource.AUTH_TYPE);
        assertThat(TrustPolicy.parse(Map.of("remoteUser", "Trust")).remoteUser())
                .isEqualTo(RemoteUserSource.TRUST);
    }

    @Test
    void hasASettingForEachComponent() {
        assertThat(TrustPolicy.names())
                .containsExactlyElementsOf(Arrays.stream(TrustPolicy.class.getRecordComponents())
                        .map(component -> component.getName())
                        .toList());
    }
}
