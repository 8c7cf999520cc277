using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>Fills Secrets that ask for the token of a ServiceAccount, and removes them with the account.</summary>
public sealed class SecretTokenController : IController
{
    private const int Workers = 1;
    private const string TokenKey = "token";
    private const string AuthorityKey = "ca.crt";
    private const string NamespaceKey = "namespace";
    private const string AccountIndex = "serviceaccount";
    private readonly SecretTokenSigner _sign;
    private readonly ByteString _authority;
    private readonly KubernetesClient _client;
    private readonly IInformer<Secret> _secrets;
    private readonly IInformer<ServiceAccount> _accounts;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public SecretTokenController(ControllerContext context, string caCertificate, SecretTokenSigner sign)
    {
        _sign = sign;
        _authority = ByteString.FromText(caCertificate);
        _client = context.Client;
        _secrets = context.Informers.For<Secret>(fieldSelector: "type=" + SecretType.KubernetesIoServiceAccountToken);
        _secrets.AddIndex(AccountIndex, static secret => [new NamespacedName(secret.Metadata.Namespace, AccountOf(secret)).ToString()]);
        _accounts = context.Informers.For<ServiceAccount>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<SecretTokenController>());
    }

    public string Name => "serviceaccount-token-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _accounts.WaitForSyncAsync(cancellationToken);
        await _secrets.WaitForSyncAsync(cancellationToken);
        using var secrets = _secrets.AddHandler(new InformerHandler<Secret>
        {
            Added = (secret, _) => _queue.Add(NamespacedName.Of(secret)),
            Updated = (_, secret) => _queue.Add(NamespacedName.Of(secret)),
        });
        using var accounts = _accounts.AddHandler(new InformerHandler<ServiceAccount>
        {
            Added = (account, _) => EnqueueSecrets(account),
            Deleted = (account, _) => EnqueueSecrets(account),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static string AccountOf(Secret secret) => secret.Metadata.Annotations.Get(WellKnownAnnotations.ServiceAccountName) ?? "";

    private void EnqueueSecrets(ServiceAccount account)
    {
        foreach (var secret in _secrets.ByIndex(AccountIndex, NamespacedName.Of(account).ToString())) _queue.Add(NamespacedName.Of(secret));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_secrets.Get(key.Namespace, key.Name) is not { } secret || secret.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        try
        {
            if (await FindAccountAsync(secret, cancellationToken) is not { } account)
                await _client.For<Secret>().DeleteAsync(key.Namespace, key.Name, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { Uid = secret.Metadata.Uid } });
            else if (Filled(secret, account) is var filled && filled != secret)
                await _client.For<Secret>().UpdateAsync(filled, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }

    /// <summary>The account that the Secret means; the server is asked as well, because the cache may not have seen the newest account.</summary>
    private async Task<ServiceAccount?> FindAccountAsync(Secret secret, CancellationToken cancellationToken)
    {
        var account = _accounts.Get(secret.Metadata.Namespace, AccountOf(secret));
        if (account is not null && IsMeant(secret, account)) return account;
        try
        {
            account = await _client.For<ServiceAccount>().GetAsync(secret.Metadata.Namespace, AccountOf(secret), cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            return null;
        }

        return IsMeant(secret, account) ? account : null;
    }

    private static bool IsMeant(Secret secret, ServiceAccount account) =>
        secret.Metadata.Annotations.Get(WellKnownAnnotations.ServiceAccountUid) is not { Length: > 0 } uid || uid == account.Metadata.Uid;

    private Secret Filled(Secret secret, ServiceAccount account)
    {
        var data = secret.Data;
        if (!data.TryGetValue(AuthorityKey, out var authority) || authority != _authority) data = data.Set(AuthorityKey, _authority);
        if (data.Get(NamespaceKey).Length == 0) data = data.Set(NamespaceKey, ByteString.FromText(secret.Metadata.Namespace));
        if (data.Get(TokenKey).Length == 0) data = data.Set(TokenKey, ByteString.FromText(_sign(account, secret)));
        var annotations = secret.Metadata.Annotations.Set(WellKnownAnnotations.ServiceAccountUid, account.Metadata.Uid);
        return secret with { Data = data, Metadata = secret.Metadata with { Annotations = annotations } };
    }
}
