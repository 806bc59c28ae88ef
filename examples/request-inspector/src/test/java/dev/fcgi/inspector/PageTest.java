package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageTest {
    private final HttpServletRequest request = mock();
    private final HttpServletResponse response = mock();

    @BeforeEach
    void aClientWithoutCookiesBelowAContextPath() {
        when(request.getContextPath()).thenReturn("/x");
        when(request.getMethod()).thenReturn("<M>");
        when(request.getRequestURI()).thenReturn("/x/'\"<script>");
        when(response.encodeURL(anyString()))
                .then(call -> call.getArgument(0, String.class).replaceFirst("(\\?|$)", ";jsessionid=1$1"));
    }

    @Test
    void everyLinkIsBelowTheContextPathAndKeepsTheSession() {
        assertThat(page())
                .contains("action=\"/x/;jsessionid=1\"")
                .contains("action=\"/x/api/forms/post;jsessionid=1?from=query\"")
                .contains("href=\"/x/api/a/b%20c;jsessionid=1?q=1&amp;q=2&amp;empty=\"")
                .contains("data-events=\"/x/events;jsessionid=1\"")
                .doesNotContainPattern("(action|href|data-events)=\"/(?!x/[^\"]*;jsessionid=1[\"?])");
    }

    @Test
    void escapesTheRequestLine() {
        assertThat(page()).contains("&lt;M&gt;", "/x/&#39;&quot;&lt;script&gt;").doesNotContain("<M>", "'\"<script>");
    }

    @Test
    void warnsAgainstPublicExposure() {
        assertThat(page()).contains("Do not expose this application publicly.");
    }

    private String page() {
        return new Page(request, response).inspector(List.of());
    }
}
