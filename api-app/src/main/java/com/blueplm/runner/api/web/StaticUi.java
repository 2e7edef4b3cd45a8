package com.blueplm.runner.api.web;

import com.blueplm.runner.api.config.RunnerProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Serves the built web UI: hashed assets for a year, everything else to be asked for again, and
 * index.html for the addresses that the UI itself routes.
 */
@Configuration
class StaticUi implements WebMvcConfigurer {
  private static final String PAGE = "index.html";
  private static final String INSIDE_JAR = "classpath:/static/";

  private final String location;

  StaticUi(RunnerProperties properties) {
    String configured = properties.staticLocation();
    this.location = withSlash(configured == null ? INSIDE_JAR : configured);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(location + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .resourceChain(false)
        .addResolver(new EncodedResourceResolver())
        .addResolver(new PathResourceResolver());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(location)
        .setCacheControl(CacheControl.noCache())
        // Files inside a reproducible jar all have the same time: a browser would keep an old page.
        .setUseLastModified(false)
        .setEtagGenerator(StaticUi::contentTag)
        .resourceChain(false)
        .addResolver(new EncodedResourceResolver())
        .addResolver(new PageResolver());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/" + PAGE);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new QueryCheck()).addPathPatterns("/api/**", "/worker/**");
  }

  private static String withSlash(String location) {
    return location.endsWith("/") ? location : location + "/";
  }

  private static String contentTag(Resource resource) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(resource.getContentAsByteArray());
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Finds a file, else the UI's page for a browser that asks for a page. */
  private static final class PageResolver extends PathResourceResolver {
    @Override
    protected @Nullable Resource resolveResourceInternal(
        @Nullable HttpServletRequest request,
        String path,
        List<? extends Resource> locations,
        ResourceResolverChain chain) {
      Resource found = super.resolveResourceInternal(request, path, locations, chain);
      if (found != null || request == null || !wantsPage(request)) {
        return found;
      }
      return super.resolveResourceInternal(request, PAGE, locations, chain);
    }

    private static boolean wantsPage(HttpServletRequest request) {
      String accept = request.getHeader("Accept");
      return accept != null && accept.contains("text/html");
    }
  }
}
