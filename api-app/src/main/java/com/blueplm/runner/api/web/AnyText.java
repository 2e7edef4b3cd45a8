package com.blueplm.runner.api.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a request body whose texts a script chose: its texts are not refused for holding NUL or half
 * surrogate pairs; whoever takes the body cleans them before they are stored.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface AnyText {}
