Profile: LiantiPlace
Parent: Location
Id: lianti-place
Title: "Place 地点"
Description: "A school site, campus, ward or room. 学校场地、院区、病区或房间。"
* managingOrganization 1..1
* address.extension contains DivisionCodeExtension named division-code 0..1
