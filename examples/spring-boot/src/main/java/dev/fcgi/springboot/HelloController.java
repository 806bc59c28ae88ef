package dev.fcgi.springboot;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what it knows of the client, which is what the web server knows. */
@RestController
class HelloController {
    @GetMapping("/**")
    String hello(HttpServletRequest request) {
        return "Hello %s (%s) at %s:%d, this is %s, secure: %s, behind %s\n"
                .formatted(
                        request.getRemoteUser(),
                        request.getAuthType(),
                        request.getRemoteAddr(),
                        request.getRemotePort(),
                        request.getRequestURL(),
                        request.isSecure(),
                        request.getAttribute("SERVER_SOFTWARE"));
    }
}
