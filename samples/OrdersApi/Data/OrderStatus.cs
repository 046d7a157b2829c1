namespace OrdersApi.Data;

public enum OrderStatus
{
    Open,
    Paid,
    Shipped,
    Cancelled,
}
