using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>Makes the token without an end that a Secret holds for a ServiceAccount.</summary>
public delegate string SecretTokenSigner(ServiceAccount account, Secret secret);
