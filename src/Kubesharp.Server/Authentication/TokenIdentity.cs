using Kubesharp.Api;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Authentication;

/// <summary>Who a bearer token stands for.</summary>
/// <param name="User">The user.</param>
/// <param name="Audiences">Whom the token was issued for; empty for tokens that do not say.</param>
/// <param name="ExpiresAt">When the token ends.</param>
internal sealed record TokenIdentity(UserIdentity User, ValueList<string> Audiences, DateTimeOffset ExpiresAt);
