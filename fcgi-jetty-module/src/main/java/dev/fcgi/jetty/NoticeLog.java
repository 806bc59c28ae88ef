package dev.fcgi.jetty;

import dev.fcgi.servlet.Notice;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator of each notice once, and counts them. Thread safe. */
final class NoticeLog {
    private static final Logger LOG = LoggerFactory.getLogger(FcgiConnectionFactory.class);

    private final Map<Notice, Long> counts = new ConcurrentHashMap<>();

    void add(Notice notice) {
        if (counts.merge(notice, 1L, Long::sum) == 1) {
            LOG.warn("{}; this is said once", notice.text());
        }
    }

    /** {@return how often each was noticed, by its name; those that were not are left out} */
    Map<String, Long> counts() {
        Map<String, Long> counted = new TreeMap<>();
        counts.forEach((notice, count) -> counted.put(notice.name(), count));
        return counted;
    }
}
