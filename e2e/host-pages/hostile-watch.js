// What the host page would notice.
window.hostErrors = [];
addEventListener('error', (event) => hostErrors.push(`error: ${event.message}`));
addEventListener('unhandledrejection', (event) => hostErrors.push(`rejection: ${event.reason}`));
document.addEventListener('securitypolicyviolation', (event) =>
  hostErrors.push(`violation: ${event.violatedDirective} ${event.blockedURI}`),
);
