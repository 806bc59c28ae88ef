package dev.fcgi.inspector;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestFactsTest {
    private final HttpServletRequest request = mock();

    @BeforeEach
    void aRequestHasAtLeastThis() {
        HttpServletMapping mapping = mock();
        ServletConnection connection = mock();
        ServletContext context = mock();
        when(request.getRequestURL()).thenReturn(new StringBuffer("http://host/x/"));
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getHttpServletMapping()).thenReturn(mapping);
        when(request.getServletConnection()).thenReturn(connection);
        when(request.getServletContext()).thenReturn(context);
        when(request.getHeaderNames()).thenReturn(Collections.enumeration(List.of("Accept")));
        when(request.getHeaders(anyString())).thenReturn(Collections.enumeration(List.of("a", "b")));
        when(request.getLocales()).thenReturn(Collections.enumeration(List.of(Locale.GERMANY, Locale.ENGLISH)));
        when(request.getAttributeNames()).thenReturn(Collections.enumeration(List.of("z", "a")));
    }

    @Test
    void nullAndEmptyStringRemainWhatTheyAre() {
        when(request.getContextPath()).thenReturn("");
        assertThat(facts()).containsEntry("contextPath", "").containsEntry("pathInfo", null);
    }

    @Test
    void listsAllValuesOfHeadersParametersAndCookies() {
        when(request.getParameterMap()).thenReturn(Map.of("q", new String[] {"1", ""}));
        when(request.getCookies())
                .thenReturn(new Cookie[] {new Cookie("c", "1"), new Cookie("d", ""), new Cookie("c", "2")});
        assertThat(facts())
                .containsEntry("headers", Map.of("Accept", List.of("a", "b")))
                .containsEntry("parameters", Map.of("q", List.of("1", "")))
                .containsEntry("cookies", Map.of("c", List.of("1", "2"), "d", List.of("")))
                .containsEntry("locales", List.of("de-DE", "en"))
                .containsEntry("attributeNames", List.of("a", "z"));
    }

    @Test
    void showsASessionAndCreatesNone() {
        HttpSession session = mock();
        when(request.getSession(false)).thenReturn(session);
        when(session.getId()).thenReturn("abc");
        when(session.getAttribute("visits")).thenReturn(new AtomicInteger(3));
        assertThat(group("session")).containsEntry("id", "abc").containsEntry("visits", 3);
        verify(request, never()).getSession();
        verify(request, never()).getSession(true);
    }

    @Test
    void withoutSessionItsFactsAreNull() {
        assertThat(group("session"))
                .containsEntry("id", null)
                .containsEntry("visits", null)
                .containsEntry("requestedSessionIdValid", false);
    }

    @Test
    void showsTlsAttributes() {
        X509Certificate certificate = mock();
        when(certificate.getSubjectX500Principal()).thenReturn(new X500Principal("CN=client, O=Test"));
        when(request.getAttribute("jakarta.servlet.request.key_size")).thenReturn(256);
        when(request.getAttribute("jakarta.servlet.request.cipher_suite")).thenReturn("TLS_AES_256_GCM_SHA384");
        when(request.getAttribute("jakarta.servlet.request.X509Certificate"))
                .thenReturn(new X509Certificate[] {certificate});
        assertThat(group("tls"))
                .containsEntry("keySize", 256)
                .containsEntry("cipherSuite", "TLS_AES_256_GCM_SHA384")
                .containsEntry("certificateSubjects", List.of("CN=client,O=Test"))
                .containsEntry("sslSessionId", null);
    }

    @Test
    void canBeWrittenAsJson() {
        assertThat(Json.write(facts())).contains("\"requestURL\": \"http://host/x/\"", "\"queryString\": null");
    }

    private Map<String, Object> facts() {
        return FactGroup.merge(RequestFacts.of(request));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> group(String key) {
        return (Map<String, Object>) requireNonNull(facts().get(key));
    }
}
