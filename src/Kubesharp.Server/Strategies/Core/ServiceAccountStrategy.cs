using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class ServiceAccountStrategy : ResourceStrategy<ServiceAccount>
{
    public override bool ShowsAge => true;

    protected internal override string[] ValidateName(string name, bool prefix) => Names.Dns1123Subdomain(NamePrefix.Complete(name, prefix));

}
