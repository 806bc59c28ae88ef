package dev.fcgi.jetty.ee9;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee9.servlet.FilterHolder;
import org.eclipse.jetty.ee9.servlet.FilterMapping;
import org.eclipse.jetty.ee9.webapp.Configuration;
import org.eclipse.jetty.ee9.webapp.WebAppContext;

/** Puts {@link MountFilter} before all filters of every web application. Found by ServiceLoader. */
public final class MountConfiguration implements Configuration {
    @Override
    public void preConfigure(WebAppContext context) {}

    @Override
    public void configure(WebAppContext context) {
        FilterHolder holder = new FilterHolder(new MountFilter());
        holder.setName(MountFilter.class.getName());
        holder.setAsyncSupported(true);
        FilterMapping mapping = new FilterMapping();
        mapping.setFilterName(holder.getName());
        mapping.setPathSpec("/*");
        mapping.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        context.getServletHandler().addFilter(holder);
        context.getServletHandler().prependFilterMapping(mapping);
    }

    @Override
    public void postConfigure(WebAppContext context) {}

    @Override
    public void deconfigure(WebAppContext context) {}

    @Override
    public void destroy(WebAppContext context) {}

    @Override
    public boolean isEnabledByDefault() {
        return true;
    }

    @Override
    public boolean abort(WebAppContext context) {
        return false;
    }
}
