package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REQUEST_URI, SCRIPT_NAME, PATH_INFO, and mounts. */
class PathTest {
    private static final Mapping DEFAULT = Mapping.with();

    @ParameterizedTest(name = "{0} of {1} {2} {3} is {4}")
    @CsvSource({
        "script-path, /ext/app/api/x, /app/api/x, '', /app/api/x",
        "script-path, /x, /app, /api/x y, /app/api/x%20y",
        "script-path, /x, /app/, /api, /app/api",
        "script-path, /x, app, api, /app/api",
        "script-path, /x, /a, /a/b, /a/b",
        "script-path, /x, /a, /a%2F;b, /a%252F;b",
        "path-info, /x, /app, /api, /api",
        "path-info, /x, /app, '', /",
        "request-uri, /x%2Fy, /app, /api, /x%2Fy"
    })
    void map_11_thePathComesFromWhereTheSettingSays(
            String setting, String requestUri, String scriptName, String pathInfo, String path) throws Exception {
        CgiRequest request = Mapping.with("pathSource", setting)
                .get("REQUEST_URI", requestUri + "?q", "SCRIPT_NAME", scriptName, "PATH_INFO", pathInfo);
        assertThat(request.requestURI()).isEqualTo(path);
        assertThat(request.queryString()).isEqualTo("q");
    }

    @Test
    void map_11_anAsteriskStaysOne() throws Exception {
        CgiRequest request = Mapping.with("pathSource", "script-path")
                .get("REQUEST_METHOD", "OPTIONS", "REQUEST_URI", "*", "SCRIPT_NAME", "*");
        assertThat(request.requestURI()).isEqualTo("*");
    }

    @Test
    void map_11_aPathThatIsNotUtf8IsRefusedUnlessLatin1IsTaken() throws Exception {
        String[] variables = {"SCRIPT_NAME", "", "PATH_INFO", "/\u00E9"};
        assertThat(DEFAULT.refusal(variables)).extracting(CgiException::status).isEqualTo(400);
        assertThat(Mapping.with("badPathEncoding", "iso-8859-1").get(variables).requestURI())
                .isEqualTo("/%C3%A9");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "/app/api/x%20y?q, /app, /api/x y,",
        "/app/api/x, /app/api/x, '',",
        "/app/api/x, '', /app/api/x,",
        "/app/api/x, /, /app/api/x,",
        "/app/api/x, /app/api/x, /app/api/x,",
        "/app/a/../b, /app, /b,",
        "/app//b, /app, /b,",
        "/app, /app, /,",
        "/app/a%2Fb, /app, /a%2Fb,",
        "/app/%C3%A9, /app, /\u00C3\u00A9,",
        "/app/api/x, /x.fcgi, /app/api/x, PATH_REWRITTEN",
        "/hello, /index.php, '', PATH_REWRITTEN",
        "/app/hello, /hello, '', PATH_REWRITTEN"
    })
    void map_12_aRewrittenPathIsNoticed(String requestUri, String scriptName, String pathInfo, @Nullable Notice notice)
            throws Exception {
        CgiRequest request = DEFAULT.get("REQUEST_URI", requestUri, "SCRIPT_NAME", scriptName, "PATH_INFO", pathInfo);
        assertThat(request.notices()).isEqualTo(notice == null ? Set.of() : Set.of(notice));
        assertThat(request.requestURI()).isEqualTo(requestUri.replace("?q", ""));
    }

    @Test
    void map_12_anErrorDocumentIsAnotherCause() throws Exception {
        assertThat(DEFAULT.get("REQUEST_URI", "/lost", "SCRIPT_NAME", "/errors/404", "REDIRECT_STATUS", "404")
                        .notices())
                .containsExactly(Notice.PATH_OF_ERROR_DOCUMENT);
        assertThat(DEFAULT.get("REQUEST_URI", "/lost", "REDIRECT_STATUS", "404").notices())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "/wiki=/, /wiki/a/b;c?d, /a/b;c",
        "/wiki=/, /wiki/, /",
        "/wiki=/, /wiki, /",
        "/wiki=/, /wiki;jsessionid=1, /;jsessionid=1",
        "/wiki=/app, /wiki, /app",
        "/wiki=/app, /wiki/x, /app/x",
        "/wiki/=/app/, /wiki/x, /app/x",
        "/=/app, /x, /app/x",
        "/=/app, /, /app/",
        "'/p=/one, /p/first=/two', /p/first/x, /two/x",
        "'/p=/one, /p/first=/two', /p/firsty, /one/firsty",
        "/b\u00FCcher=/, /b%C3%BCcher/x, /x",
        "/b%C3%BCcher=/, /b%c3%bccher/x, /x",
        "/wiki=/, /%77iki/x, /x"
    })
    void map_14_thePublicPrefixGivesWayToTheDeployedOne(String mount, String requestUri, String deployed)
            throws Exception {
        CgiRequest request = Mapping.with("mount", mount).get("REQUEST_URI", requestUri);
        assertThat(request.deployedURI()).isEqualTo(deployed);
        assertThat(request.requestURI()).isEqualTo(requestUri.replaceAll("\\?.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/wik", "/wikis", "/other/wiki", "/wiki%2Fx", "/x/../wiki/y", "//wiki/x"})
    void map_14_whatIsNotBelowThePrefixIsNotFound(String requestUri) {
        CgiException refusal = Mapping.with("mount", "/wiki=/").refusal("REQUEST_URI", requestUri);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.notice()).isNull();
    }

    @Test
    void map_14_optionsForTheWholeServerIsBelowNoPrefix() throws Exception {
        CgiRequest request = Mapping.with("mount", "/wiki=/").get("REQUEST_METHOD", "OPTIONS", "REQUEST_URI", "*");
        assertThat(request.deployedURI()).isEqualTo("*");
    }

    @ParameterizedTest(name = "{0}: {1} of {2} {3} is {4}, public {5}")
    @CsvSource({
        "script-name, /trac/wiki, /trac, /wiki, /wiki, /trac",
        "script-name, /trac/, /trac, /, /, /trac",
        "script-name, /trac, /trac, /, /, /trac",
        "script-name, /wiki, '', /wiki, /wiki, ''",
        "script-name, /trac/wiki, /trac/, /wiki, /wiki, /trac",
        "script-name=/app, /trac/wiki, /trac, /wiki, /app/wiki, /trac",
        "script-name, /t%20c/wiki, /t c, /wiki, /wiki, /t%20c"
    })
    void map_15_scriptNameIsThePublicPrefix(
            String mount, String requestUri, String scriptName, String pathInfo, String deployed, String publicPath)
            throws Exception {
        CgiRequest request = Mapping.with("mount", mount)
                .get("REQUEST_URI", requestUri, "SCRIPT_NAME", scriptName, "PATH_INFO", pathInfo);
        assertThat(request.deployedURI()).isEqualTo(deployed);
        assertThat(request.mount()).extracting(Mount.Prefix::publicPath).isEqualTo(publicPath);
    }

    @ParameterizedTest(name = "{0} of {1} {2}")
    @CsvSource({"/hello/x, /x.fcgi, /hello/x", "/hello, /index.php, ''", "/a/b, /a, /c", "/x/../trac/a, /trac, /a"})
    void map_15_whatIsNoSplitIsNotFound(String requestUri, String scriptName, String pathInfo) {
        CgiException refusal = Mapping.with("mount", "script-name")
                .refusal("REQUEST_URI", requestUri, "SCRIPT_NAME", scriptName, "PATH_INFO", pathInfo);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.notice()).isEqualTo(Notice.NO_PREFIX_IN_SCRIPT_NAME);
    }

    @ParameterizedTest(name = "{0} {1} of {2} is {3}")
    @CsvSource({
        "/wiki, '', /x/y, /wiki/x/y",
        "/wiki, /app, /app/x, /wiki/x",
        "/wiki, /app, /app, /wiki",
        "/wiki, /app, /app?q, /wiki?q",
        "/wiki, /app, /application, /application",
        "'', /app, /app/x, /x"
    })
    void map_14_whatIsDeployedHasAPublicPath(String publicPath, String contextPath, String path, String expected) {
        assertThat(new Mount.Prefix(publicPath, contextPath).toPublic(path)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} of {2} is {3}")
    @CsvSource({
        "/wiki, /app, /app/x?a=/app, /wiki/x?a=/app",
        "/wiki, /app, /wiki/x, /wiki/x",
        "/wiki, '', /wiki/x, /wiki/x",
        "/wiki, '', /x, /wiki/x",
        "/app/wiki, /app, /app/wiki/x, /app/wiki/x",
        "'', /app, /app/x, /x",
        "'', /app, /app, /",
        "'', /app, http://a.test/app, http://a.test/",
        "/wiki, /app, http://a.test/app/x, http://a.test/wiki/x",
        "/wiki, /app, http://a.test, http://a.test",
        "/wiki, /app, http://a.test.other/app/x, http://a.test.other/app/x",
        "/wiki, /app, //other.test/app/x, //other.test/app/x",
        "/wiki, /app, app/x, app/x"
    })
    void map_14_aLocationMayBePublicAlready(String publicPath, String contextPath, String location, String expected) {
        assertThat(new Mount.Prefix(publicPath, contextPath).publishLocation("http://a.test", location))
                .isEqualTo(expected);
    }
}
