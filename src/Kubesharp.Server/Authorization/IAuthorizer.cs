namespace Kubesharp.Server.Authorization;

/// <summary>Decides whether somebody may do something.</summary>
internal interface IAuthorizer
{
    /// <summary>True when allowed; <paramref name="reason"/> then says by what, else why not (often empty).</summary>
    bool Authorize(in AuthorizationAttributes attributes, out string reason);
}
