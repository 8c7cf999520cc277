namespace Kubesharp.Controllers.Certificates;

/// <summary>Issues the certificate that a request asks for, as PEM text.</summary>
/// <param name="requestPem">The signing request.</param>
/// <param name="usages">What the certificate is for, in the words of the certificates API.</param>
/// <param name="validity">How long it is to be valid at most; null leaves that to the signer.</param>
public delegate string CertificateSigner(string requestPem, IReadOnlyCollection<string> usages, TimeSpan? validity);
