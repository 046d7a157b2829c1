using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Tests.Errors.Throwing;

[PublicEndpoint("a test")]
[ApiController]
[Route("mvc")]
public sealed class ThrowingController : ControllerBase
{
    [HttpGet("action")]
    public IActionResult Action() => throw Thrown.Now();

    [HttpGet("action-async")]
    public async Task<IActionResult> ActionAsync()
    {
        await Task.Yield();
        throw Thrown.Now();
    }

    [HttpGet("authorization-filter")]
    [ThrowingFilter(ThrowingStage.Authorization)]
    public IActionResult AuthorizationFilter() => Ok();

    [HttpGet("resource-filter")]
    [ThrowingFilter(ThrowingStage.Resource)]
    public IActionResult ResourceFilter() => Ok();

    [HttpGet("action-filter")]
    [ThrowingFilter(ThrowingStage.Action)]
    public IActionResult ActionFilter() => Ok();

    [HttpGet("result-filter")]
    [ThrowingFilter(ThrowingStage.Result)]
    public IActionResult ResultFilter() => Ok();

    [HttpGet("exception-filter")]
    [ThrowingFilter(ThrowingStage.Exception)]
    public IActionResult ExceptionFilter() => throw Thrown.Now();

    [HttpGet("model-binder")]
    public IActionResult Binder([ModelBinder(typeof(ThrowingBinder))] string value) => Ok(value);

    [HttpGet("result")]
    public IActionResult Result() => new ThrowingActionResult();

    [HttpGet("output-formatter")]
    public IActionResult Formatter() => Ok(new ThrowsInGetter("before"));

    [HttpPost("input-converter")]
    public IActionResult InputConverter([FromBody] Holder value) => Ok(value is null);

    public sealed class Holder
    {
        [System.Text.Json.Serialization.JsonConverter(typeof(ThrowingStringConverter))]
        public string? Value { get; set; }
    }
}

[PublicEndpoint("a test")]
[Route("mvc-constructor")]
public sealed class ThrowingConstructorController : ControllerBase
{
    public ThrowingConstructorController() => throw Thrown.Now();

    [HttpGet]
    public IActionResult Get() => Ok();
}

public sealed class ThrowingStringConverter : System.Text.Json.Serialization.JsonConverter<string>
{
    public override string Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) => throw Thrown.Now();

    public override void Write(System.Text.Json.Utf8JsonWriter writer, string value, System.Text.Json.JsonSerializerOptions options) => throw Thrown.Now();
}

public sealed class ThrowingBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext) => throw Thrown.Now();
}

public sealed class ThrowingActionResult : ActionResult
{
    public override void ExecuteResult(ActionContext context) => throw Thrown.Now();
}

public enum ThrowingStage
{
    Authorization,
    Resource,
    Action,
    Result,
    Exception,
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class ThrowingFilterAttribute(ThrowingStage stage)
    : Attribute, IAuthorizationFilter, IResourceFilter, IActionFilter, IResultFilter, IExceptionFilter
{
    public void OnAuthorization(AuthorizationFilterContext context) => ThrowAt(ThrowingStage.Authorization);

    public void OnResourceExecuting(ResourceExecutingContext context) => ThrowAt(ThrowingStage.Resource);

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    public void OnActionExecuting(ActionExecutingContext context)
    {
    }

    public void OnActionExecuted(ActionExecutedContext context) => ThrowAt(ThrowingStage.Action);

    public void OnResultExecuting(ResultExecutingContext context) => ThrowAt(ThrowingStage.Result);

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    public void OnException(ExceptionContext context) => ThrowAt(ThrowingStage.Exception);

    private void ThrowAt(ThrowingStage reached)
    {
        if (stage == reached)
        {
            throw Thrown.Now();
        }
    }
}
