using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Authorization;

/// <summary>Asks the authorizers in order: the group that may do everything, paths open to all, the node authorizer, RBAC.</summary>
internal sealed class AuthorizerChain(NodeAuthorizer nodes, RbacAuthorizer rbac) : IAuthorizer
{
    public bool Authorize(in AuthorizationAttributes attributes, out string reason)
    {
        reason = "";
        if (attributes.User.Groups.Contains(UserIdentity.MastersGroup)) return true;
        if (!attributes.IsResourceRequest && attributes.Path is "/healthz" or "/livez" or "/readyz") return true;
        return nodes.Authorize(attributes, out reason) || rbac.Authorize(attributes, out reason);
    }
}
