using System.Collections;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Hosting;

/// <summary>The features of a request inside the process: those that each has without a table, and others as they come.</summary>
internal sealed class InProcessFeatures(InProcessExchange exchange, InProcessUser user, IRequestBodyPipeFeature body, IHttpRequestFeature request) : IFeatureCollection
{
    private FeatureCollection? _others;

    public bool IsReadOnly => false;

    public int Revision => _others?.Revision ?? 0;

    public object? this[Type key]
    {
        get => _others?[key] ?? Own(key);
        set => (_others ??= [])[key] = value;
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        Type[] own =
        [
            typeof(IHttpRequestFeature), typeof(IRequestBodyPipeFeature), typeof(IRecordExchange), typeof(IHttpResponseFeature),
            typeof(IHttpResponseBodyFeature), typeof(IHttpRequestLifetimeFeature), typeof(InProcessUser),
        ];
        return own.Where(key => _others?[key] is null).Select(key => KeyValuePair.Create(key, Own(key)!)).Concat(_others ?? []).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Own(Type key)
    {
        if (key == typeof(IHttpRequestFeature)) return request;
        if (key == typeof(InProcessUser)) return user;
        if (key == typeof(IRequestBodyPipeFeature)) return body;
        var isExchange = key == typeof(IHttpResponseFeature) || key == typeof(IRecordExchange) || key == typeof(IHttpResponseBodyFeature)
            || key == typeof(IHttpRequestLifetimeFeature);
        return isExchange ? exchange : null;
    }
}
