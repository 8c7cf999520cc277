using Kubesharp.Server.Authorization;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What policies of both kinds work with.</summary>
internal sealed class PolicyServices
{
    public PolicyServices(IObjectReader objects, PolicyKinds kinds, IAuthorizer authorizer)
    {
        (Objects, Kinds, Authorizer) = (objects, kinds, authorizer);
        Match = new PolicyMatch(kinds);
        Parameters = new PolicyParameters(objects, kinds);
    }

    public IObjectReader Objects { get; }

    public PolicyKinds Kinds { get; }

    public IAuthorizer Authorizer { get; }

    public PolicyMatch Match { get; }

    public PolicyParameters Parameters { get; }
}
